import { equal, match } from "node:assert/strict";
import { type Program, runProgram, startProgram } from "../program.ts";
import { wordsOf } from "./command_lines.ts";
import { ROOT } from "./pages.ts";

/** What a person has seen who typed the lines of a page. */
export interface FirstSteps {
  /** What each line that ended by itself wrote to standard output. */
  readonly outputs: ReadonlyMap<string, string>;
  /** Files in the folder where the lines were typed. */
  readonly files: ReadonlyMap<string, string>;
}

const SERVED_REGEXP = /status page at /;
const FIRST_RUN_REGEXP = /search "[^"]+" ran in/;
const LISTENS_REGEXP = /listens at (http:\S+)/;

/**
 * Types the lines of a page one after another in an empty folder, as they stand, but for places that every machine has
 * once: the log file is that of the examples, and ports are free ones. A line that ends in `&` goes on to the end, and so
 * does `leexport start`, until it serves its status and has run a search once.
 *
 * @param lines Each begins with `leexport`.
 */
export async function typeLines(lines: readonly string[]): Promise<FirstSteps> {
  await using stack = new AsyncDisposableStack();
  const cwd = await Deno.makeTempDir({ prefix: "leexport-docs-" });
  stack.defer(() => Deno.remove(cwd, { recursive: true }));
  const outputs = new Map<string, string>();
  let url = "";
  let daemon: Program | undefined;
  for (const line of lines) {
    const [name, ...args] = wordsOf(atHome(line, url)).map(withOwnLog);
    equal(name, "leexport");
    if (args.at(-1) === "&") {
      const simulator = stack.use(startProgram(args.slice(0, -1), { cwd }));
      [, url = ""] = await simulator.output(LISTENS_REGEXP);
    } else if (args[0] === "start") {
      if (daemon !== undefined) await stop(daemon);
      daemon = stack.use(startProgram(args, { cwd }));
      await daemon.output(FIRST_RUN_REGEXP);
      await daemon.output(SERVED_REGEXP);
    } else {
      outputs.set(line, await typed(args, cwd));
      if (args[0] === "init") await serveAtSocket(cwd);
    }
  }
  if (daemon !== undefined) await stop(daemon);
  return { outputs, files: await filesOf(cwd) };
}

/** The dialogue of `init` has tests of its own: here it is told what it would ask. */
function atHome(line: string, url: string): string {
  return line.replace(/--port \d+/, "--port 0")
    .replace(/--url \S+/, `--url ${url}`)
    .replace(/^(leexport init [\w.]+)$/, `$1 --url ${url} --yes`);
}

/** In a word, not in a line: a path may have a space. */
function withOwnLog(word: string): string {
  return word.replace("/var/log/nginx/access.log", `${ROOT}examples/access.log`);
}

async function typed(args: readonly string[], cwd: string): Promise<string> {
  const { code, stdout, stderr } = await runProgram(args, { cwd });
  equal(code, 0, `${args.join(" ")}\n${stdout}${stderr}`);
  return stdout;
}

async function stop(daemon: Program): Promise<void> {
  daemon.signal("SIGINT");
  equal((await daemon.ended).code, 0);
}

/** The port of the status page may be taken on this machine. */
async function serveAtSocket(folder: string): Promise<void> {
  for await (const { name } of Deno.readDir(folder)) {
    if (!name.endsWith(".ini")) continue;
    const config = await Deno.readTextFile(`${folder}/${name}`);
    const address = `status_address = unix:${folder}/${name}.sock`;
    const served = config.replace(/# status_address = .*/, address);
    match(served, /^ +status_address = unix:/m);
    await Deno.writeTextFile(`${folder}/${name}`, served);
  }
}

async function filesOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (isFile) files.set(name, await Deno.readTextFile(`${folder}/${name}`));
  }
  return files;
}
