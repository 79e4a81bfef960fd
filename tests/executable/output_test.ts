import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

Deno.test("a build puts the executable where it is told to, seen from the working folder", async () => {
  await using folder = await temporaryFolder();
  await runBuild("a folder", folder.path);
  const { code, stdout, stderr } = await runBuild("a folder", folder.path);
  strictEqual(stderr, "");
  strictEqual(code, 0);
  match(stdout, /^file +a folder\/leexport$/m);
  deepStrictEqual(await namesIn(folder.path), ["a folder"]);
  deepStrictEqual(await namesIn(join(folder.path, "a folder")), ["leexport"]);
});

for (
  const [what, output, cannot] of [
    ["a file lies", "file", /^write file: it is there already$/],
    ["a file lies in the way", "file/below", /^write file\/below: there is no such folder$/],
    ["a folder has the name of the executable", "taken", /^write taken\/leexport: .*directory.*$/i],
  ] as const
) {
  Deno.test(`a build says in a sentence that it cannot write where ${what}`, async () => {
    await using folder = await temporaryFolder();
    await Deno.writeTextFile(join(folder.path, "file"), "");
    await Deno.mkdir(join(folder.path, "taken/leexport"), { recursive: true });
    const { code, stdout, stderr } = await runBuild(output, folder.path);
    const [first = "", hint, ...more] = stderr.split("\n");
    match(first.replace(/^Cannot /, ""), cannot);
    strictEqual(hint, "  hint: name with --output a folder that can be written");
    deepStrictEqual(more, [""]);
    strictEqual(stdout, "");
    strictEqual(code, 1);
    deepStrictEqual(await namesIn(folder.path), ["file", "taken"]);
    deepStrictEqual(await namesIn(join(folder.path, "taken")), ["leexport"]);
  });
}

Deno.test("a build that is interrupted leaves nothing behind, and what was there as it was", async () => {
  await using folder = await temporaryFolder();
  await Deno.writeTextFile(join(folder.path, "leexport"), "of an earlier build");
  const child = buildCommand(".", folder.path).spawn();
  for await (const { paths } of Deno.watchFs(folder.path)) {
    if (paths.some((path) => /\.build-[^/]+\/./.test(path))) break;
  }
  child.kill("SIGINT");
  const { code, stdout } = await child.output();
  strictEqual(code, 130);
  strictEqual(stdout.length, 0);
  deepStrictEqual(await namesIn(folder.path), ["leexport"]);
  strictEqual(await Deno.readTextFile(join(folder.path, "leexport")), "of an earlier build");
});

async function runBuild(
  output: string,
  cwd: string,
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const { code, stdout, stderr } = await buildCommand(output, cwd).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

function buildCommand(output: string, cwd: string): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", "--no-prompt", `${ROOT}scripts/build.ts`, "--output", output],
    cwd,
    // The plain Deno stands in for the runtime: it takes the payload as well, and nothing is started here.
    env: { DENORT_BIN: Deno.execPath(), NO_COLOR: "1" },
    stdout: "piped",
    stderr: "piped",
  });
}

async function namesIn(folder: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(folder), ({ name }) => name)).sort();
}

async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await Deno.makeTempDir({ prefix: "leexport-build-" });
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}
