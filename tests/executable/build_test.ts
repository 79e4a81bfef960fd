import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import manifest from "../../deno.json" with { type: "json" };
import { readExecutable } from "../../scripts/build/executable.ts";
import { readKit } from "../../src/new_service/kit_source.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const NPM = ".deno_compile_node_modules/localhost/";
const MEBIBYTE = 1024 * 1024;
/** A module looks for something beside itself. */
const BESIDE_REGEXP = /\bimport\.meta\.(?!main\b)/g;
/** It says what. */
const NAMED_BESIDE_REGEXP =
  /\bimport\.meta\.resolve\(\s*"([^"]+)",?\s*\)|\bnew URL\(\s*"([^"]+)",\s*import\.meta\.url,?\s*\)/g;
/** What `scripts/build/reached_files.ts` cannot follow. */
const NAMELESS_REGEXP =
  /\b(?:require|import)\(\s*[^"'\s)]|\b(?:__dirname|__filename|createRequire|require\.resolve)\b|\bimport\.meta\.(?:url|resolve)\b|\bnew Worker\(/;

const folder = await Deno.makeTempDir({ prefix: "leexport-build-" });
// The plain Deno stands in for the runtime: it takes the payload as well, and nothing is started here.
const built = await build(["--output", folder], {
  DENORT_BIN: Deno.execPath(),
  OTEL_DENO: "true",
});
strictEqual(built.code, 0, built.stderr);
const executable = await readExecutable(join(folder, "leexport"));
await Deno.remove(folder, { recursive: true });
const paths = [...executable.files.keys()];
const own = paths.filter((path) => !path.startsWith(NPM));

Deno.test("a build tells what it has made", () => {
  const facts = built.stdout.trim().split("\n").map((line) => line.split(/\s+/, 1)[0]);
  deepStrictEqual(facts, ["file", "target", "size", "payload", "permissions"]);
  match(built.stdout, /^permissions +env, net, read, run, sys but hostname,.*, write$/m);
});

Deno.test("the executable may do what the task leexport may, and never asks", () => {
  const granted = new Map(Object.entries(executable.metadata.permissions));
  const flags = manifest.tasks.leexport.command.split(" ");
  strictEqual(granted.get("prompt"), false);
  for (const kind of ["env", "net", "read", "run", "sys", "write", "ffi"]) {
    const isGranted = flags.some((flag) => flag.startsWith(`--allow-${kind}`));
    deepStrictEqual(granted.get(`allow_${kind}`), isGranted ? [] : null, kind);
  }
  deepStrictEqual(granted.get("deny_ffi"), []);
  deepStrictEqual(granted.get("deny_import"), []);
});

Deno.test("the executable sets the engine as the task leexport does, and has its features", () => {
  const { v8_flags, unstable_config } = executable.metadata;
  const set = manifest.tasks.leexport.command.match(/--v8-flags=(\S+)/)?.[1]?.split(",") ?? [];
  ok(set.length > 0);
  deepStrictEqual(set.filter((flag) => !v8_flags.includes(flag)), []);
  deepStrictEqual(unstable_config.features, manifest.unstable);
});

Deno.test("the executable knows itself, and keeps no code cache where others may write", () => {
  const { app_name, argv, code_cache_key, entrypoint_key, env_vars_from_env_file } =
    executable.metadata;
  deepStrictEqual(
    { app_name, argv, code_cache_key, entrypoint_key, env_vars_from_env_file },
    {
      app_name: "leexport",
      argv: [],
      code_cache_key: null,
      entrypoint_key: "main.ts",
      env_vars_from_env_file: {},
    },
  );
});

Deno.test("the executable sends no traces, whatever the environment of its build says", () => {
  const { tracing_enabled, metrics_enabled } = executable.metadata.otel_config;
  deepStrictEqual({ tracing_enabled, metrics_enabled }, {
    tracing_enabled: false,
    metrics_enabled: false,
  });
});

Deno.test("the executable holds every module that the program loads, now or later", async () => {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "main.ts"],
    cwd: ROOT,
  }).output();
  const graph: ModuleGraph = JSON.parse(new TextDecoder().decode(stdout));
  const loaded = graph.modules.flatMap(({ dependencies = [] }) =>
    dependencies.map(({ code }) => code?.specifier ?? "")
  );
  const modules = [...new Set(loaded)].filter((specifier) => specifier.startsWith("file:"))
    .map((specifier) => relative(ROOT, fileURLToPath(specifier)));
  ok(modules.length > 100);
  deepStrictEqual(modules.filter((path) => !own.includes(path)), []);
});

Deno.test("the executable holds all that its modules look for beside themselves: Workers, files", () => {
  const lacking: string[] = [];
  const computing = new Set<string>();
  for (const [path, text] of ownModules()) {
    const named = [...text.matchAll(NAMED_BESIDE_REGEXP)].map(([, one, other]) => one ?? other);
    for (const name of named) {
      if (name === undefined || !name.startsWith(".")) continue;
      const there = join(dirname(path), name);
      const isThere = there.endsWith("/")
        ? own.some((other) => other.startsWith(there))
        : own.includes(there);
      if (!isThere) lacking.push(`${path}: ${name}`);
    }
    if ([...text.matchAll(BESIDE_REGEXP)].length > named.length) computing.add(path);
  }
  deepStrictEqual(lacking, []);
  // What these look for has tests of its own; the second does so from source only.
  deepStrictEqual([...computing].sort(), [
    "src/new_service/kit_source.ts",
    "src/service_host/process_command.ts",
    "src/status_server/assets.ts",
  ]);
});

Deno.test("a Worker is started by an address that is seen to be embedded", () => {
  const starts = ownModules().flatMap(([, text]) =>
    [...text.matchAll(/\bnew Worker\(.{0,25}/gs)].map(([start]) => start.replace(/\s+/g, ""))
  );
  ok(starts.length >= 2);
  const others = starts.filter((start) =>
    !/^newWorker\((?:import\.meta\.resolve|newURL)\("/.test(start)
  );
  deepStrictEqual(others, []);
});

Deno.test("only these modules import by a name that is not written there", () => {
  const importing = ownModules().filter(([, text]) =>
    /^(?!\s*\*).*\bimport\(\s*[^"'\s]/m.test(text)
  );
  deepStrictEqual(importing.map(([path]) => path).sort(), [
    "src/service_host/import_rules.ts",
    "src/service_host/load_module.ts",
    "src/service_host/shipped_modules.ts",
  ]);
});

Deno.test("the executable holds what new-service hands out", async () => {
  const kit = [...(await readKit()).keys()].map((path) => `src/${path}`);
  ok(kit.length > 10);
  deepStrictEqual(kit.filter((path) => !own.includes(path)), []);
});

Deno.test("the embedded packages load nothing by a name that is not written there", () => {
  const loading = paths.filter((path) => path.startsWith(NPM) && /\.[cm]?js$/.test(path))
    .filter((path) => NAMELESS_REGEXP.test(textOf(path)));
  deepStrictEqual(loading, []);
});

for (const room of ["src/services", "src/status_page"]) {
  Deno.test(`the executable holds every file of ${room}`, async () => {
    const files = await filesBelow(room);
    deepStrictEqual(own.filter((path) => path.startsWith(`${room}/`)).sort(), files.sort());
  });
}

Deno.test("the executable holds of lit-html what a browser is sent", () => {
  const files = paths.filter((path) => path.includes("/lit-html/"))
    .map((path) => path.replace(/^.*\/lit-html\/[^/]+\//, "")).filter((path) =>
      path.endsWith(".js")
    );
  const sent = ["lit-html.js", "directive.js", "directives/guard.js", "directives/repeat.js"];
  deepStrictEqual(sent.filter((path) => !files.includes(path)), []);
  deepStrictEqual(files.filter((path) => path.includes("development")), []);
});

Deno.test("the executable holds nothing of the project but the program", () => {
  const elsewhere = own.filter((path) => !path.startsWith("src/")).sort();
  deepStrictEqual(elsewhere, ["deno.json", "main.ts"]);
  deepStrictEqual(own.filter((path) => path.endsWith("_test.ts")), []);
});

Deno.test("the executable holds no package that only tests need", () => {
  const names = executable.npmPackages.map((id) => id.slice(0, id.indexOf("@", 1)));
  const forTests = ["axe-core", "fast-check", "playwright-core", "pure-rand"];
  deepStrictEqual(forTests.filter((name) => names.includes(name)), []);
  deepStrictEqual(paths.filter((path) => forTests.some((name) => path.includes(`/${name}/`))), []);
  ok(names.includes("kafkajs"));
});

Deno.test("the executable holds of packages only code and what says who may use it", () => {
  const kinds = paths.filter((path) => path.startsWith(NPM)).map((path) =>
    path.replace(/^.*\//, "").replace(/^.*(\.[cm]?js)$/, "$1")
  );
  const others = kinds.filter((kind) => !/^\.[cm]?js$|^package\.json$/.test(kind));
  deepStrictEqual(others.filter((name) => !/^(licen[cs]e|notice|copyright)/i.test(name)), []);
  deepStrictEqual(paths.filter((path) => /\/(tests?|examples?)\//.test(path)), []);
});

Deno.test("the executable brings the licence of every package", () => {
  const packages = new Set(
    paths.filter((path) => path.startsWith(NPM))
      .map((path) => path.slice(NPM.length).match(/^(?:@[^/]+\/)?[^/]+\/[^/]+\//)?.[0] ?? path),
  );
  const without = [...packages].filter((name) =>
    !paths.some((path) => path.startsWith(NPM + name) && /\/licen[cs]e[^/]*$/i.test(path))
  );
  deepStrictEqual(without, []);
});

Deno.test("the payload is smaller than 16 MiB", () => {
  ok(executable.payloadSize < 16 * MEBIBYTE, `${executable.payloadSize} bytes`);
});

function textOf(path: string): string {
  return new TextDecoder().decode(executable.files.get(path));
}

/** The program's own modules, those for browsers apart: path and text. */
function ownModules(): (readonly [path: string, text: string])[] {
  return own.filter((path) => path.endsWith(".ts") && !path.startsWith("src/status_page/"))
    .map((path) => [path, textOf(path)]);
}

/** What `deno info --json` says; what is imported for its types alone has no `code`. */
interface ModuleGraph {
  readonly modules: readonly {
    readonly dependencies?: readonly { readonly code?: { readonly specifier?: string } }[];
  }[];
}

/** Files below a folder of the project, by their paths in it. */
async function filesBelow(room: string): Promise<string[]> {
  const files: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(join(ROOT, room))) {
    const path = join(room, name);
    files.push(...isDirectory ? await filesBelow(path) : [path]);
  }
  return files;
}

async function build(
  args: readonly string[],
  env: Record<string, string>,
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", "scripts/build.ts", ...args],
    cwd: ROOT,
    env,
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}
