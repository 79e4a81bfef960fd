/**
 * Runs the tests and ends with `N passed, N failed` (`, N skipped` if any). Arguments go to `deno test`.
 * With `CI=true` a skipped test is a failure: there every real part must be present.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- its output is its purpose

const SUMMARY_REGEXP =
  /^(?:ok|FAILED) \| (\d+) passed(?: \([^)]*\))? \| (\d+) failed(?: \([^)]*\))?(?: \| (\d+) ignored(?: \([^)]*\))?)?/;

const args = Deno.args.length > 0 ? Deno.args : ["tests/"];
const child = new Deno.Command(Deno.execPath(), {
  args: ["test", "-A", "--no-prompt", "--parallel", ...args],
  cwd: new URL("..", import.meta.url).pathname,
  env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" },
  stdout: "piped",
  stderr: "inherit",
}).spawn();

let counts: { passed: number; failed: number; skipped: number } | undefined;
let rest = "";
for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
  await Deno.stdout.write(new TextEncoder().encode(chunk));
  const lines = (rest + chunk).split("\n");
  rest = lines.pop() ?? "";
  for (const line of lines) {
    const match = SUMMARY_REGEXP.exec(line);
    if (match === null) continue;
    const [, passed, failed, skipped] = match;
    counts = { passed: Number(passed), failed: Number(failed), skipped: Number(skipped ?? 0) };
  }
}
const { code } = await child.status;
const { passed, failed, skipped } = counts ?? { passed: 0, failed: 0, skipped: 0 };
const skippedInCi = skipped > 0 && Deno.env.get("CI") === "true";
if (skippedInCi) {
  console.error("error: a test was skipped; with CI=true every real part must be present");
}
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
Deno.exit(code === 0 && passed > 0 && failed === 0 && !skippedInCi ? 0 : 1);
