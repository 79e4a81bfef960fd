// deno-lint-ignore-file no-console -- its output is its purpose
/**
 * Fails when a source file imports against the direction in which data flows:
 * `main -> cli -> commands -> engine, simulator -> log_search, service_host, config -> leaves`.
 *
 * @module
 */

const LEAVES = [
  "errors",
  "secret",
  "log",
  "key",
  "service",
  "query_response",
  "http_push",
  "retry_after",
  "version",
  "suggest",
  "with_hint",
  "hidden_command",
  "service_description",
];

/** For each room of `src`, the rooms it may import from; every room may import leaves. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  main: ["cli"],
  cli: ["command_line", "config", "service_host"],
  command_line: ["commands", "process"],
  commands: ["engine", "simulator", "log_search", "service_host", "config", "draw", "process"],
  engine: ["log_search", "service_host", "config"],
  service_host: [],
  log_search: [],
  config: ["leql"],
  simulator: ["leql"],
  leql: [],
  process: [],
  draw: [],
  services: [],
  leaves: [],
};

const IMPORT_REGEXP =
  /(?:^|\n)\s*(?:import|export)\b[^"';]*?from\s+"([^"]+)"|import\("([^"]+)"\)|(?:^|\n)import\s+"([^"]+)"/g;

function roomOf(path: string): string {
  if (path === "main.ts") return "main";
  const [, first = "", second] = path.split("/");
  if (second !== undefined) return first;
  const name = first.replace(/\.ts$/, "");
  return LEAVES.includes(name) ? "leaves" : name;
}

async function* sourceFiles(folder: string): AsyncGenerator<string> {
  for await (const entry of Deno.readDir(folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) yield* sourceFiles(path);
    else if (path.endsWith(".ts")) yield path;
  }
}

function resolve(from: string, specifier: string): string {
  if (specifier === "leexport") return "src/service.ts";
  return new URL(specifier, `file:///${from}`).pathname.slice(1);
}

const root = new URL("..", import.meta.url).pathname;
const complaints: string[] = [];
const files = ["main.ts"];
for await (const path of sourceFiles(`${root}src`)) files.push(path.slice(root.length));
for (const path of files.sort()) {
  const room = roomOf(path);
  const allowed = ALLOWED[room];
  if (allowed === undefined) {
    complaints.push(`${path}: Cannot place "${room}": no rule says what it may import`);
    continue;
  }
  const text = await Deno.readTextFile(`${root}${path}`);
  for (const match of text.matchAll(IMPORT_REGEXP)) {
    const specifier = match[1] ?? match[2] ?? match[3] ?? "";
    if (!specifier.startsWith(".") && specifier !== "leexport") continue;
    const target = resolve(path, specifier);
    if (!target.endsWith(".ts")) continue;
    const targetRoom = roomOf(target);
    const sameCommandFolder = room === "commands" && targetRoom === "commands";
    if (sameCommandFolder) {
      complaints.push(`${path}: Cannot import ${target}: commands stand alone`);
    } else if (targetRoom !== room && targetRoom !== "leaves" && !allowed.includes(targetRoom)) {
      complaints.push(
        `${path}: Cannot import ${target}: ${room} may import ${
          allowed.join(", ") || "leaves only"
        }`,
      );
    }
  }
}
for (const complaint of complaints) console.error(complaint);
if (complaints.length > 0) Deno.exit(1);
console.log(`${files.length} files import in the right direction`);
