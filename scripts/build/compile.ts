/**
 * Runs `deno compile`. What the program may do and how the engine is set come from the task `leexport`, as when it runs
 * from source; what is embedded beside the modules that `main.ts` reaches comes from `compile` in `deno.json`.
 *
 * @module
 */

import { join, resolve } from "node:path";
import { cannotWrite } from "../../src/create_files.ts";
import { LeexportError } from "../../src/errors.ts";
import { readKit } from "../../src/new_service/kit_source.ts";
import { RUN_FROM_SOURCE } from "../../src/process/self.ts";
import { embeddedModules } from "./embedded_modules.ts";
import { npmGraph } from "./module_graph.ts";
import { foreignRuntime, runtimeTrouble } from "./runtime.ts";
import { systemOf } from "./system_of.ts";
import { fileNameFor } from "./target.ts";
import { unreachedPaths } from "./unreached_paths.ts";

/** Folder of the project. */
const ROOT = join(import.meta.dirname ?? "", "../..");

/**
 * What `deno run` is not told. A code cache would lie in the folder for temporary files, where anybody may have planted
 * one. The types have been checked by `deno check`; here they only would be once more, for each target.
 */
const COMPILE_FLAGS = [
  "--no-code-cache",
  "--exclude-unused-npm",
  "--app-name=leexport",
  "--no-check",
];

/** Exit code of what Ctrl-C has ended. */
const INTERRUPTED = 130;

/** To `deno run` the second means: load what is imported later only then. `deno compile` would leave it out for good. */
const NOT_FOR_COMPILE = ["run", "--unstable-lazy-dynamic-imports"];

/**
 * Builds the executable.
 *
 * @param folder Folder to put it into; made if there is none.
 * @param options.target The system it is for.
 * @returns Path of the executable.
 * @throws {LeexportError} If it cannot be built; the text says why.
 */
export async function compile(
  folder: string,
  { target }: { readonly target: string },
): Promise<string> {
  const path = join(folder, fileNameFor(target));
  // What a failed build leaves behind is not taken for an executable.
  const workshop = await openWorkshop(folder);
  const abandon = () => {
    Deno.removeSync(workshop, { recursive: true });
    Deno.exit(INTERRUPTED);
  };
  Deno.addSignalListener("SIGINT", abandon);
  try {
    const built = join(workshop, fileNameFor(target));
    await runCompile(["--target", target, "--output", built], target);
    const system = await systemOf(built);
    if (system !== target) throw foreignRuntime(system, target);
    await Deno.rename(built, path).catch((error) => {
      throw unwritable(path, error);
    });
    return path;
  } finally {
    Deno.removeSignalListener("SIGINT", abandon);
    await Deno.remove(workshop, { recursive: true });
  }
}

/** Makes a folder for what is not finished, on the file system where it will lie when it is. */
async function openWorkshop(folder: string): Promise<string> {
  try {
    await Deno.mkdir(folder, { recursive: true });
    return await Deno.makeTempDir({ dir: resolve(folder), prefix: ".build-" });
  } catch (error) {
    throw unwritable(folder, error);
  }
}

function unwritable(path: string, error: unknown): LeexportError {
  const hint = "name with --output a folder that can be written";
  return new LeexportError(cannotWrite(path, error).message, { hint, cause: error });
}

async function runCompile(place: readonly string[], target: string): Promise<void> {
  const excluded = (await leftOut()).map((path) => `--exclude=${path}`);
  const flags = RUN_FROM_SOURCE.filter((flag) => !NOT_FOR_COMPILE.includes(flag));
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["compile", ...flags, ...COMPILE_FLAGS, ...await kit(), ...excluded, ...place, "main.ts"],
    cwd: ROOT,
    // What OTEL_DENO says when it is built would hold for good, wherever it runs.
    env: { NO_COLOR: "1", RUST_BACKTRACE: "0", OTEL_SDK_DISABLED: "true" },
    stdout: "null",
  }).output();
  if (success) return;
  const said = new TextDecoder().decode(stderr);
  throw runtimeTrouble(said, target) ??
    new LeexportError(`Cannot build leexport: ${reasonIn(said)}`, {
      hint: "run deno check, then build again",
    });
}

/** `new-service` hands these modules out as text, those of which only types are imported, too. */
async function kit(): Promise<string[]> {
  return [...(await readKit()).keys()].map((path) => `--include=src/${path}`);
}

async function leftOut(): Promise<string[]> {
  try {
    return await unreachedPaths(await npmGraph(await embeddedModules(ROOT), { root: ROOT }));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const hint = "run deno install, then build again";
    throw new LeexportError(`Cannot build leexport: ${error.message}`, { hint });
  }
}

/** Deno says what it does, then `error:` with causes below it, the last of them the plainest. */
function reasonIn(said: string): string {
  const [first = "deno compile failed", ...causes] = said.slice(Math.max(0, said.indexOf("error:")))
    .split("\n").map((line) => line.trim()).filter((line) => line !== "");
  const last = causes.findLast((line) => /^\d+: /.test(line)) ?? first;
  return last.replace(/^(?:\d+|error): /, "");
}
