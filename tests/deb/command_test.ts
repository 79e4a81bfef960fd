import { deepEqual, match } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { isMissing } from "../servers/requirement.ts";
import { NO_PACKAGES, STAND_IN } from "./packages.ts";

const SCRIPT = fileURLToPath(new URL("../../scripts/deb.ts", import.meta.url));
const USAGE = "deno task deb --binary PATH [--output DIR] [--architecture amd64|arm64]";
const FOREIGN = Deno.build.arch === "x86_64" ? "arm64" : "amd64";

async function deb(...args: readonly string[]): Promise<{ code: number; text: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", "--quiet", SCRIPT, ...args],
  }).output();
  const decoder = new TextDecoder();
  return { code, text: `${decoder.decode(stdout)}${decoder.decode(stderr)}` };
}

Deno.test("deno task deb says how it is used when it is not told which executable", async () => {
  deepEqual(await deb(), {
    code: 2,
    text: `error: Cannot build a package: --binary names no executable\n  hint: ${USAGE}\n`,
  });
});

Deno.test("deno task deb refuses an architecture that it does not know", async () => {
  deepEqual(await deb("--binary", STAND_IN, "--architecture", "x86_64"), {
    code: 2,
    text: `error: Cannot build a package for "x86_64": it is unknown\n  hint: ${USAGE}\n`,
  });
});

Deno.test("deno task deb refuses an option that it does not know, without a stack trace", async () => {
  const { code, text } = await deb("--binry", "x");
  match(text, /^error: Cannot read the command line: Unknown option '--binry'/);
  deepEqual([code, text.split("\n").length], [2, 3]);
});

Deno.test({
  name: "deno task deb refuses an executable for another machine than it is told",
  ignore: isMissing(NO_PACKAGES),
  async fn() {
    const { code, text } = await deb("--binary", STAND_IN, "--architecture", FOREIGN);
    deepEqual(code, 1);
    match(
      text,
      /^error: Cannot package .*gzip for \w+: it is for \w+\n {2}hint: name an executable/,
    );
  },
});
