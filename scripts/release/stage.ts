import { join } from "node:path";
import { LeexportError } from "../../src/errors.ts";
import type { Target } from "../build/target.ts";
import { packFolder } from "./archive.ts";
import { archiveNames } from "./archive_names.ts";
import { starterConfig } from "./starter_config.ts";

import { runTool } from "./tool.ts";

/** Files of the repository that come along, and their names in the archive. */
const COPIES = {
  "LICENSE": "LICENSE",
  "README.md": "README.md",
  "CHANGELOG.md": "CHANGELOG.md",
  "examples/leexport.service": "leexport.service",
} as const;

const REPOSITORY = "https://github.com/leexport/leexport";

/** Shells, and the names under which each looks for the completions of `leexport`. */
const COMPLETIONS = { bash: "leexport.bash", zsh: "_leexport", fish: "leexport.fish" } as const;

/** What to stage. */
export interface Staging {
  /** The repository, with a slash at its end. */
  readonly root: string;
  readonly target: Target;
  readonly version: string;
  /** The executable of the target. */
  readonly binary: string;
  /** The folder for the archive; it is made. */
  readonly output: string;
  /** The time of every file, Unix seconds. */
  readonly epoch: number;
}

/**
 * Packs what people download: the executable, completions, manual pages, a unit file and a first config.
 *
 * @returns The path of the archive.
 * @throws {LeexportError} If there is no executable, or a tool fails.
 */
export async function stageArchive(staging: Staging): Promise<string> {
  const { root, target, version, output, epoch } = staging;
  const { folder, archive, executable } = archiveNames(target, version);
  const parent = await Deno.makeTempDir({ prefix: "leexport-stage-" });
  try {
    const inside = join(parent, folder);
    await Deno.mkdir(join(inside, "completions"), { recursive: true });
    await copyExecutable(staging, join(inside, executable));
    for (const [from, to] of Object.entries(COPIES)) {
      const text = await Deno.readTextFile(root + from);
      await writePlain(join(inside, to), to.endsWith(".md") ? withFarLinks(text, version) : text);
    }
    const config = await starterConfig({ statusToken: "${env:LEEXPORT_STATUS_TOKEN}" });
    await Deno.writeTextFile(join(inside, "config.ini"), config);
    await writeCompletions(join(inside, "completions"), root);
    const manual = ["task", "man", "--output", join(inside, "man")];
    await runDeno(manual, { root, env: { SOURCE_DATE_EPOCH: `${epoch}` } });
    await Deno.mkdir(output, { recursive: true });
    const path = join(await Deno.realPath(output), archive);
    await packFolder(folder, { parent, archive: path, epoch });
    return path;
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
}

async function copyExecutable({ binary: from, target }: Staging, to: string): Promise<void> {
  try {
    await Deno.copyFile(from, to);
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    throw new LeexportError(`Cannot pack ${from}: it is not there`, {
      hint: `run deno task build --target ${target}, or name another with --binary`,
      cause,
    });
  }
  await Deno.chmod(to, 0o755);
}

/** What a file says is copied, not its mode. */
async function writePlain(path: string, text: string): Promise<void> {
  await Deno.writeTextFile(path, text, { mode: 0o644 });
}

/** The pages that a page links to are not in the archive: its links lead to those of the version. */
function withFarLinks(page: string, version: string): string {
  return page.replaceAll(
    /(!?)(\[[^\]]*\])\((?!https?:|#)([^)]+)\)/g,
    (_link, image: string, words: string, path: string) => {
      const kind = image === "" ? "blob" : "raw";
      return `${image}${words}(${REPOSITORY}/${kind}/v${version}/${path})`;
    },
  );
}

async function writeCompletions(folder: string, root: string): Promise<void> {
  for (const [shell, name] of Object.entries(COMPLETIONS)) {
    const script = await runDeno(["run", "-A", "main.ts", "completions", shell], { root });
    await Deno.writeTextFile(join(folder, name), script);
  }
}

async function runDeno(
  args: readonly string[],
  { root, env = {} }: { readonly root: string; readonly env?: Readonly<Record<string, string>> },
): Promise<string> {
  return await runTool(Deno.execPath(), args, { cwd: root, env: { ...env, NO_COLOR: "1" } });
}
