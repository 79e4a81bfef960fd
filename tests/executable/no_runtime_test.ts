import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const TARGET = "aarch64-apple-darwin";

Deno.test("a build without a runtime says in a sentence what is missing and what to do", async () => {
  await using folder = await temporaryFolder();
  const { code, stdout, stderr } = await build(folder.path, { without: "DENORT_BIN" });
  const archive = `denort-${TARGET}.zip`;
  const release = `release/v${Deno.version.deno}/${archive}`;
  strictEqual(
    stderr.replace(/\S+(?=\/release\/v\S+ for)/, "ADDRESS"),
    `Cannot build leexport: deno compile needs the runtime ADDRESS/${release} for ${TARGET}, ` +
      `but it cannot be downloaded\n` +
      `  hint: fetch that file where there is a network and put it at DENO_DIR/dl/${release} ` +
      `(deno info shows DENO_DIR), or unpack it and let DENORT_BIN name the denort in it\n`,
  );
  strictEqual(stdout, "");
  strictEqual(code, 1);
  deepStrictEqual(await Array.fromAsync(Deno.readDir(join(folder.path, "out"))), []);
});

for (
  const [what, found] of [
    ["that is not there", "there is no such file"],
    ["for another system", "that file is none"],
  ]
) {
  Deno.test(`a build with a runtime ${what} names the variable that leads to it`, async () => {
    await using folder = await temporaryFolder();
    const denort = join(folder.path, "denort");
    if (what === "for another system") await Deno.writeTextFile(denort, "no executable at all");
    const { code, stderr } = await build(folder.path, { denort });
    strictEqual(
      stderr,
      `Cannot build leexport: deno compile needs the runtime ${denort} for ${TARGET}, ` +
        `but ${found}\n` +
        `  hint: let DENORT_BIN name a denort ${Deno.version.deno} for ${TARGET}\n`,
    );
    strictEqual(code, 1);
  });
}

Deno.test("a build with a runtime for another machine is refused, though deno compile takes it", async () => {
  await using folder = await temporaryFolder();
  const [here, other] = ["x86_64", "aarch64"].sort((name) => name === Deno.build.arch ? -1 : 1);
  const target = Deno.build.target.replace(here ?? "", other ?? "");
  const denort = Deno.execPath();
  const { code, stdout, stderr } = await build(folder.path, { denort, target });
  strictEqual(
    stderr,
    `Cannot build leexport: deno compile needs the runtime ${denort} for ${target}, ` +
      `but that file is for ${Deno.build.target}\n` +
      `  hint: let DENORT_BIN name a denort ${Deno.version.deno} for ${target}\n`,
  );
  strictEqual(stdout, "");
  strictEqual(code, 1);
  deepStrictEqual(await Array.fromAsync(Deno.readDir(join(folder.path, "out"))), []);
});

Deno.test("a build for a system that there is no executable for names those that there are", async () => {
  const { code, stderr } = await runBuild(["--target", "riscv64-unknown-linux-gnu"], {});
  strictEqual(
    stderr,
    `Cannot build for "riscv64-unknown-linux-gnu": it is none of the targets\n` +
      `  hint: write one of x86_64-unknown-linux-gnu, aarch64-unknown-linux-gnu, ` +
      `x86_64-apple-darwin, aarch64-apple-darwin, x86_64-pc-windows-msvc\n`,
  );
  strictEqual(code, 2);
});

Deno.test("a build with an option that there is not says which there are", async () => {
  const { code, stderr } = await runBuild(["--targets", TARGET], {});
  strictEqual(
    stderr,
    "Cannot build leexport: Unknown option '--targets'\n" +
      "  hint: write deno task build [--target TRIPLE] [--output FOLDER]\n",
  );
  strictEqual(code, 2);
});

interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Builds in a world where nothing has been downloaded, nor can be: the proxy is a port that nobody listens at. */
async function build(
  folder: string,
  runtime: { readonly without: "DENORT_BIN" } | {
    readonly denort: string;
    readonly target?: string;
  },
): Promise<Said> {
  const nowhere = `http://127.0.0.1:${closedPort()}`;
  await Deno.mkdir(join(folder, "cache"));
  const info = new Deno.Command(Deno.execPath(), { args: ["info", "--json"] });
  const { npmCache } = JSON.parse(new TextDecoder().decode((await info.output()).stdout));
  await Deno.symlink(npmCache, join(folder, "cache/npm"));
  const target = "target" in runtime ? runtime.target : TARGET;
  return await runBuild(["--target", target, "--output", join(folder, "out")], {
    DENO_DIR: join(folder, "cache"),
    HTTPS_PROXY: nowhere,
    HTTP_PROXY: nowhere,
    ..."denort" in runtime ? { DENORT_BIN: runtime.denort } : {},
  });
}

async function runBuild(args: readonly string[], env: Record<string, string>): Promise<Said> {
  const { DENORT_BIN: _, ...inherited } = Deno.env.toObject();
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", "--no-prompt", "scripts/build.ts", ...args],
    cwd: ROOT,
    clearEnv: true,
    env: { ...inherited, ...env },
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

function closedPort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await Deno.makeTempDir({ prefix: "leexport-build-" });
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}
