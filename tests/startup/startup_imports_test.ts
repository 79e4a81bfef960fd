import { deepEqual, equal } from "node:assert/strict";
import { loadedWith, readImportGraph } from "./import_graph.ts";

/** What a command loads before it does its work. */
interface Startup {
  readonly what: string;
  /** Where the program begins, and what is imported on demand on the way. */
  readonly entries: readonly string[];
  /** The only packages and built-in modules that may be loaded. */
  readonly outside: readonly string[];
  /** Files and folders of which nothing may be loaded. */
  readonly not: readonly string[];
}

const SERVICES = ["dummy", "geckoboard", "hosted_graphite", "kafka"]
  .map((name) => `src/services/${name}_service.ts`);
/** `node:util`, `node:path` and `node:url` share nearly all that Deno loads for them. */
const LIGHT = ["node:path", "node:url", "node:util"];
const PLAIN = ["main.ts", "src/command_line/plain_call.ts"];
const START = [...PLAIN, "src/commands/start.ts", ...SERVICES];
const OF_OTHER_COMMANDS = [
  "src/draw/",
  "src/leql/evaluate.ts",
  "src/probe/",
  "src/simulator/",
  "src/starter/",
  "src/status_client/",
];

const STARTUPS: readonly Startup[] = [
  {
    what: "a call that reads the whole command line",
    entries: ["main.ts", "src/command_line/plain_call.ts", "src/command_line/parse_command.ts"],
    outside: ["npm:@commander-js/extra-typings", "node:util"],
    not: [
      "src/commands/",
      "src/config/",
      "src/engine/",
      "src/log.ts",
      "src/service_host/",
      "src/store/",
      "src/draw/svg/",
    ],
  },
  {
    what: "leexport check",
    entries: [...PLAIN, "src/commands/check.ts", ...SERVICES],
    outside: LIGHT,
    not: [
      ...OF_OTHER_COMMANDS,
      "src/command_line/parse_command.ts",
      "src/engine/",
      "src/log.ts",
      "src/log_search/",
      "src/metrics/",
      "src/process/",
      "src/service_host/session.ts",
      "src/status/",
      "src/status_server/",
      "src/store/",
    ],
  },
  {
    what: "leexport start without the status page",
    entries: START,
    outside: [...LIGHT, "node:sqlite", "npm:@logtape/logtape"],
    not: [
      ...OF_OTHER_COMMANDS,
      "src/command_line/parse_command.ts",
      "src/metrics/",
      "src/process/background.ts",
      "src/status/board.ts",
      "src/status_server/",
    ],
  },
  {
    what: "leexport start with the status page",
    entries: [...START, "src/status_server/status_service.ts"],
    outside: [
      ...LIGHT,
      "node:crypto",
      "node:net",
      "node:process",
      "node:sqlite",
      "npm:@logtape/logtape",
      "npm:hono",
      "npm:prom-client",
    ],
    not: ["src/draw/svg/", "src/simulator/", "src/starter/", "src/status_client/"],
  },
  {
    what: "the process of a service module",
    entries: ["main.ts", "src/service_host/process_main.ts"],
    outside: LIGHT,
    not: ["src/commands/", "src/config/", "src/engine/", "src/log.ts", "src/store/"],
  },
];

const graph = await readImportGraph(["main.ts", ...SERVICES]);

Deno.test("leexport --version loads five files and its version, no package, no built-in module", () => {
  deepEqual([...loadedWith(graph, ["main.ts"]).keys()].sort(), [
    "deno.json",
    "main.ts",
    "src/cli.ts",
    "src/hidden_command.ts",
    "src/secret.ts",
    "src/version.ts",
  ]);
});

for (const { what, entries, outside, not } of STARTUPS) {
  Deno.test(`${what} loads nothing that it does not need`, () => {
    const needless = [...loadedWith(graph, entries)]
      .filter(([name]) => isOutside(name) ? !outside.includes(name) : isOf(name, not))
      .map(([name, way]) => `${what} loads ${name}: ${way.join(" -> ")}`);
    equal(needless.join("\n"), "");
  });
}

Deno.test("the Worker of a service loads no package, and nothing of the daemon", async () => {
  const entry = "src/service_host/worker_main.ts";
  const loaded = loadedWith(await readImportGraph([entry]), [entry]);
  const needless = [...loaded]
    .filter(([name]) => name.startsWith("npm:") || isOf(name, ["src/config/", "src/engine/"]))
    .map(([name, way]) => `a Worker loads ${name}: ${way.join(" -> ")}`);
  equal(needless.join("\n"), "");
});

Deno.test("every service loads its client only when it pushes", () => {
  const loaded = loadedWith(graph, ["main.ts", ...SERVICES]);
  const packages = [...loaded].filter(([name]) => name.startsWith("npm:"))
    .map(([name, way]) => `a service loads ${name}: ${way.join(" -> ")}`);
  equal(packages.join("\n"), "");
});

function isOutside(name: string): boolean {
  return /^(?:npm|node|jsr|https?):/.test(name);
}

function isOf(name: string, places: readonly string[]): boolean {
  return places.some((place) => place.endsWith("/") ? name.startsWith(place) : name === place);
}
