// deno-lint-ignore-file no-console -- its output is its purpose
/**
 * Fails when a source file imports against the direction in which data flows, or in a circle:
 * `main -> cli -> command_line -> commands -> engine, simulator -> log_search, service_host, store, config -> leql, process,
 * draw -> leaves`.
 *
 * @module
 */

import { fileURLToPath } from "node:url";

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
  "printable",
  "bounded_wait",
  "hidden_command",
  "service_description",
  "command_description",
  "strip_types",
  "delivery",
  "create_files",
  "trace",
  "span_guard",
  "executable_path",
];

/** For each room of `src`, the rooms it may import from; every room may import leaves. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  main: ["cli"],
  command_line: ["commands", "completions", "draw", "process"],
  cli: ["command_line", "service_host", "report_error"],
  report_error: ["config", "process"],
  commands: [
    "engine",
    "simulator",
    "log_search",
    "service_host",
    "store",
    "config",
    "leql",
    "draw",
    "process",
    "status",
    "status_server",
    "status_client",
    "metrics",
    "starter",
    "probe",
    "completions",
    "new_service",
  ],
  completions: ["config", "service_host"],
  status_server: ["status", "engine", "config", "draw", "process", "metrics"],
  status_page: ["status"],
  status_client: ["status", "config"],
  status: ["engine", "store", "config", "draw"],
  metrics: ["engine", "status", "store", "config"],
  starter: ["config", "log_search", "leql"],
  probe: ["log_search", "service_host", "config"],
  new_service: ["service_host", "starter"],
  testing: ["service_host", "config", "simulator", "leql"],
  engine: ["log_search", "service_host", "store", "config", "process"],
  service_host: [],
  store: ["process"],
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

function complaintAbout(path: string, target: string): string | undefined {
  if (!target.startsWith("src/")) return `${path}: Cannot import ${target}: it is no part of src`;
  const [room, targetRoom] = [roomOf(path), roomOf(target)];
  const allowed = ALLOWED[room] ?? [];
  if (room === "commands" && targetRoom === "commands") {
    return `${path}: Cannot import ${target}: commands stand alone`;
  }
  if (targetRoom === room || targetRoom === "leaves" || allowed.includes(targetRoom)) {
    return undefined;
  }
  const may = allowed.join(", ") || "leaves only";
  return `${path}: Cannot import ${target}: ${room} may import ${may}`;
}

function* importsOf(path: string, text: string): Generator<string> {
  for (const match of text.matchAll(IMPORT_REGEXP)) {
    const specifier = match[1] ?? match[2] ?? match[3] ?? "";
    if (!specifier.startsWith(".") && specifier !== "leexport") continue;
    const target = resolve(path, specifier);
    if (target.endsWith(".ts")) yield target;
  }
}

/** Finds circles among files: depth first, each file visited once. */
function findCircles(edges: ReadonlyMap<string, readonly string[]>): string[] {
  const circles: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, way: readonly string[]) => {
    const start = way.indexOf(path);
    if (start >= 0) circles.push([...way.slice(start), path].join(" -> "));
    if (start >= 0 || done.has(path)) return;
    for (const target of edges.get(path) ?? []) visit(target, [...way, path]);
    done.add(path);
  };
  for (const path of edges.keys()) visit(path, []);
  return circles;
}

const root = fileURLToPath(new URL("..", import.meta.url));
const complaints: string[] = [];
const files = ["main.ts"];
const edges = new Map<string, readonly string[]>();
for await (const path of sourceFiles(`${root}src`)) files.push(path.slice(root.length));
for (const path of files.sort()) {
  if (ALLOWED[roomOf(path)] === undefined) {
    complaints.push(`${path}: Cannot place "${roomOf(path)}": no rule says what it may import`);
    continue;
  }
  const targets = [...importsOf(path, await Deno.readTextFile(`${root}${path}`))];
  edges.set(path, targets);
  const found = targets.map((target) => complaintAbout(path, target));
  complaints.push(...found.filter((complaint) => complaint !== undefined));
}
for (const circle of findCircles(edges)) complaints.push(`${circle}: Cannot import in a circle`);
for (const complaint of complaints) console.error(complaint);
if (complaints.length > 0) Deno.exit(1);
console.log(`${files.length} files import in the right direction`);
