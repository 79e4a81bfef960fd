import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { readExecutable } from "../../scripts/build/executable.ts";

Deno.test("readExecutable() gives what deno compile has put in", async () => {
  const folder = await Deno.makeTempDir({ prefix: "leexport-executable-" });
  try {
    await Deno.writeTextFile(join(folder, "main.ts"), `import "./there/other.ts";\n`);
    await Deno.mkdir(join(folder, "there"));
    await Deno.writeTextFile(join(folder, "there/other.ts"), "export const n: number = 1;\n");
    await Deno.writeTextFile(join(folder, "page.html"), "<p>\u{1F600}</p>\n");
    await compile(folder, [
      "--no-prompt",
      "--allow-env=NAME",
      "--allow-read",
      "--include=page.html",
    ]);

    const { metadata, npmPackages, files, sizes, payloadSize } = await readExecutable(
      join(folder, "program"),
    );
    deepStrictEqual(metadata.permissions.allow_env, ["NAME"]);
    deepStrictEqual(metadata.permissions.allow_read, []);
    deepStrictEqual(metadata.permissions.allow_run, null);
    strictEqual(metadata.permissions.prompt, false);
    strictEqual(metadata.entrypoint_key, "main.ts");
    deepStrictEqual(npmPackages, []);
    deepStrictEqual([...files.keys()].sort(), ["main.ts", "page.html", "there/other.ts"]);
    strictEqual(new TextDecoder().decode(files.get("page.html")), "<p>\u{1F600}</p>\n");
    strictEqual(sizes.get("page.html"), 12);
    const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    strictEqual(payloadSize > bytes, true);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("readExecutable() says so when nothing is embedded", async () => {
  const file = await Deno.makeTempFile({ prefix: "leexport-executable-" });
  try {
    await Deno.writeTextFile(file, "d3n0l4nd is only mentioned");
    await rejects(readExecutable(file), {
      name: "TypeError",
      message: `Cannot read ${file}: nothing is embedded in it`,
    });
  } finally {
    await Deno.remove(file);
  }
});

/** The plain Deno stands in for the runtime: it takes the payload as well, and nothing is started here. */
async function compile(folder: string, flags: readonly string[]): Promise<void> {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["compile", "--quiet", "--no-config", "--no-lock", ...flags, "-o", "program", "main.ts"],
    cwd: folder,
    env: { DENORT_BIN: Deno.execPath() },
  }).output();
  strictEqual(code, 0, new TextDecoder().decode(stderr));
}
