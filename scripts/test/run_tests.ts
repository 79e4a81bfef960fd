import { fileURLToPath } from "node:url";

/** How many tests ended how. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SUMMARY_REGEXP =
  /^(?:ok|FAILED) \| (\d+) passed(?: \([^)]*\))? \| (\d+) failed(?: \([^)]*\))?(?: \| (\d+) ignored(?: \([^)]*\))?)?/;

/**
 * Runs `deno test`, shows what it prints and ends with `N passed, N failed` (`, N skipped` if any). With `CI=true` a
 * skipped test is a failure: there every real part must be present.
 *
 * @param args For `deno test`: files, folders, options.
 * @param options.cwd Default the project.
 * @returns Exit code: 0 if tests ran and all passed, else 1.
 */
export async function runTests(
  args: readonly string[],
  { cwd = ROOT, env = {} }: {
    readonly cwd?: string;
    readonly env?: Readonly<Record<string, string>>;
  } = {},
): Promise<number> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", "--no-prompt", "--parallel", `--config=${ROOT}deno.json`, ...args],
    cwd,
    env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", ...env },
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const counts = await countsIn(child.stdout);
  const { code } = await child.status;
  return conclude(counts, code);
}

/** Passes on what is printed, and finds the summary in it. */
async function countsIn(stdout: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<TestCounts> {
  let counts: TestCounts = { passed: 0, failed: 0, skipped: 0 };
  let rest = "";
  for await (const chunk of stdout.pipeThrough(new TextDecoderStream())) {
    write(chunk);
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const [, passed, failed, skipped] = SUMMARY_REGEXP.exec(line) ?? [];
      if (passed === undefined) continue;
      counts = { passed: Number(passed), failed: Number(failed), skipped: Number(skipped ?? 0) };
    }
  }
  return counts;
}

function conclude({ passed, failed, skipped }: TestCounts, code: number): number {
  const skippedInCi = skipped > 0 && Deno.env.get("CI") === "true";
  if (skippedInCi) {
    write("error: a test was skipped; with CI=true every real part must be present\n");
  }
  write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}\n`);
  return code === 0 && passed > 0 && failed === 0 && !skippedInCi ? 0 : 1;
}

function write(text: string): void {
  let bytes = new TextEncoder().encode(text);
  while (bytes.length > 0) bytes = bytes.subarray(Deno.stdout.writeSync(bytes));
}
