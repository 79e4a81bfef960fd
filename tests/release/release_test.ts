import { deepEqual, equal, match } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { VERSION } from "../../src/version.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Runs `deno task release`. */
async function release(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "-q", "release", ...args],
    cwd: ROOT,
    env: { NO_COLOR: "1", ...env },
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

Deno.test("deno task release lists its steps in the order in which they are run", async () => {
  const { code, stdout } = await release(["--help"]);
  equal(code, 0);
  const steps = Array.from(stdout.matchAll(/^ {2}([a-z]+) (?:\[|<| )/gm), ([, step]) => step);
  deepEqual(steps, ["check", "stage", "sbom", "checksums", "notes"]);
});

Deno.test("deno task release ends with 2 after wrong use", async () => {
  const codes = [];
  for (const args of [[], ["publish"], ["stage", "sparc-sun-solaris"], ["check"]]) {
    codes.push((await release(args)).code);
  }
  deepEqual(codes, [2, 2, 2, 2]);
});

Deno.test("deno task release check refuses another tag in a sentence", async () => {
  const { code, stderr } = await release(["check", "v99.0.0"]);
  equal(
    stderr,
    `Cannot release "v99.0.0": deno.json has version ${VERSION}
  hint: tag v${VERSION}, or change version in deno.json first
`,
  );
  equal(code, 1);
});

Deno.test("deno task release stage names an executable that is missing, and what to do", async () => {
  const { code, stderr } = await release(
    ["stage", "aarch64-apple-darwin", "--binary", "/nowhere/leexport"],
  );
  equal(
    stderr,
    `Cannot pack /nowhere/leexport: it is not there
  hint: run deno task build --target aarch64-apple-darwin, or name another with --binary
`,
  );
  equal(code, 1);
});

Deno.test("deno task release refuses a time that is none", async () => {
  const { code, stderr } = await release(["sbom"], { SOURCE_DATE_EPOCH: "yesterday" });
  match(stderr, /^Cannot date the files: "yesterday" is not a number of seconds\n {2}hint: set /);
  equal(code, 1);
});
