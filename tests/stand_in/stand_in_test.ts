import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import type { Executable, ExecutableMetadata } from "../../scripts/build/executable.ts";
import { makeStandIn } from "../../scripts/stand_in/make_stand_in.ts";

const NO_PERMISSIONS = { prompt: false, allow_read: null, deny_read: null, allow_env: null };
const PACKAGES = ".deno_compile_node_modules/localhost";

/** What `deno compile` would have embedded. */
interface Embedded {
  readonly files: Readonly<Record<string, string>>;
  readonly packages?: readonly string[];
  readonly metadata?: Partial<ExecutableMetadata>;
}

function executableOf({ files, packages = [], metadata = {} }: Embedded): Executable {
  const encoder = new TextEncoder();
  return {
    metadata: {
      argv: [],
      code_cache_key: null,
      permissions: NO_PERMISSIONS,
      v8_flags: ["deno", "--max-semi-space-size=4"],
      env_vars_from_env_file: {},
      workspace_resolver: { import_map: null },
      entrypoint_key: "main.ts",
      unstable_config: { features: ["worker-options"] },
      otel_config: { tracing_enabled: false, metrics_enabled: false },
      ...metadata,
    },
    files: new Map(Object.entries(files).map(([path, text]) => [path, encoder.encode(text)])),
    links: new Map(),
    sizes: new Map(),
    npmPackages: packages,
    payloadSize: 0,
  };
}

interface StandIn extends AsyncDisposable {
  readonly path: string;
  run(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }>;
}

async function standInOf(embedded: Embedded): Promise<StandIn> {
  const folder = await Deno.realPath(await Deno.makeTempDir());
  const path = `${folder}/it's a program`;
  const remove = () => Deno.remove(folder, { recursive: true });
  await makeStandIn(executableOf(embedded), path).catch(async (error) => {
    await remove();
    throw error;
  });
  const decoder = new TextDecoder();
  return {
    path,
    async run(...args) {
      const { code, stdout, stderr } = await new Deno.Command(path, {
        args: [...args],
        cwd: "/",
        env: { NO_COLOR: "1" },
      }).output();
      return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
    },
    [Symbol.asyncDispose]: remove,
  };
}

Deno.test("a stand-in runs the embedded files, and says that it is an executable", async () => {
  await using standIn = await standInOf({
    files: {
      "main.ts": `import { answer } from "./src/answer.ts";
const said: unknown[] = [answer, Deno.build.standalone, Deno.execPath(), Deno.args];
console.log(JSON.stringify(said));`,
      "src/answer.ts": "export const answer: number = 42;",
    },
    metadata: { argv: ["built in"] },
  });
  const { stdout, stderr } = await standIn.run("a b", "$HOME");
  equal(stderr, "");
  deepEqual(JSON.parse(stdout), [42, true, standIn.path, ["built in", "a b", "$HOME"]]);
});

Deno.test("a stand-in is the process that it was started as, so that signals reach it", async () => {
  await using standIn = await standInOf({ files: { "main.ts": "console.log(Deno.pid);" } });
  const child = new Deno.Command(standIn.path, { stdout: "piped" }).spawn();
  equal((await new Response(child.stdout).text()).trim(), String(child.pid));
  await child.status;
});

const START_WORKER =
  `const worker = new Worker(import.meta.resolve("./worker.ts"), { type: "module" });
worker.onmessage = ({ data }) => { console.log(data); worker.terminate(); };`;

Deno.test("a worker that is embedded starts in a stand-in, and one that is not fails", async () => {
  const worker = { "main.ts": START_WORKER, "worker.ts": 'self.postMessage("works");' };
  const permissions = { ...NO_PERMISSIONS, allow_read: [] };
  await using whole = await standInOf({ files: worker, metadata: { permissions } });
  deepEqual(await whole.run(), { code: 0, stdout: "works\n", stderr: "" });
  const { "worker.ts": _, ...rest } = worker;
  await using lacking = await standInOf({ files: rest, metadata: { permissions } });
  const { code, stderr } = await lacking.run();
  equal(code, 1);
  match(stderr, /Module not found "file:\/\/.*\/worker\.ts"/);
});

Deno.test("a stand-in may do what is built in, and no more", async () => {
  const files = { "main.ts": "console.log(await Deno.readTextFile(Deno.args[0]));" };
  const folder = await Deno.realPath(await Deno.makeTempDir());
  await Deno.writeTextFile(`${folder}/file`, "read");
  const permissions = { ...NO_PERMISSIONS, allow_read: [folder], deny_read: [`${folder}/secret`] };
  await using standIn = await standInOf({ files, metadata: { permissions } });
  equal((await standIn.run(`${folder}/file`)).stdout, "read\n");
  for (const path of [`${folder}/secret`, "/etc/passwd"]) {
    match((await standIn.run(path)).stderr, /NotCapable: Requires read access to /);
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test("an embedded package is found in a stand-in, and one that is not embedded is not fetched", async () => {
  const files = {
    "main.ts": `console.log(import.meta.resolve("found").startsWith("file:"));
console.log((await import("found")).default, await import("npm:lost@1.0.0").catch(({ message }) => message));`,
    [`${PACKAGES}/found/1.0.0/package.json`]: '{"name":"found","version":"1.0.0","main":"main.js"}',
    [`${PACKAGES}/found/1.0.0/main.js`]: 'module.exports = "found";',
  };
  const json = '{"imports":{"found":"npm:found@1.0.0"}}';
  const metadata = {
    permissions: { ...NO_PERMISSIONS, allow_read: [] },
    workspace_resolver: { import_map: { specifier: "deno.json", json } },
  };
  await using standIn = await standInOf({ files, metadata, packages: ["found@1.0.0"] });
  const { code, stdout, stderr } = await standIn.run();
  deepEqual([code, stderr], [0, ""]);
  match(
    stdout,
    /^true\nfound .*npm package not found in cache: "lost", --cached-only is specified/s,
  );
});

for (
  const [what, metadata] of [
    ["variables of the environment", { env_vars_from_env_file: { A: "b" } }],
    ["traces", { otel_config: { tracing_enabled: true, metrics_enabled: false } }],
  ] as const
) {
  Deno.test(`a stand-in is not made if ${what} are built in`, async () => {
    const made = standInOf({ files: { "main.ts": "" }, metadata });
    await rejects(made, { message: `Cannot make a stand-in: ${what} are built in` });
  });
}

Deno.test("a stand-in is not made inside the project, where it would find what is not embedded", async () => {
  const folder = await Deno.makeTempDir();
  const root = fileURLToPath(new URL("../../", import.meta.url));
  await Deno.symlink(root, `${folder}/the project`);
  for (const project of [root, `${folder}/the project/`]) {
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", `${project}scripts/stand_in.ts`, "none", `${project}dist/stand-in`],
      env: { NO_COLOR: "1" },
    }).output();
    const [said] = new TextDecoder().decode(stderr).split("\n");
    equal(said, `Cannot make a stand-in: ${project}dist/stand-in is inside the project`);
    equal(code, 2);
  }
  await Deno.remove(folder, { recursive: true });
});
