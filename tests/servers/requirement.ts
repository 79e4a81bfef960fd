// deno-lint-ignore-file no-console -- a person must see what was skipped

/**
 * Decides about tests whose real part a machine may lack: a person's machine skips them, saying what to install; with
 * `CI=true` every real part must be present.
 *
 * @param missing What to install; `undefined` if nothing is missing.
 * @returns For `ignore` of the tests.
 * @throws {Error} If something is missing and `CI=true`.
 */
export function isMissing(missing: string | undefined): boolean {
  if (missing === undefined) return false;
  if (Deno.env.get("CI") === "true") throw new Error(`Cannot test: ${missing}`);
  console.warn(`skipped: ${missing}`);
  return true;
}

/**
 * Says whether a tool can be started.
 *
 * @param tool Its name.
 * @param args With which it ends by itself.
 */
export async function canRun(tool: string, args: readonly string[]): Promise<boolean> {
  try {
    await new Deno.Command(tool, { args: [...args], stdout: "null", stderr: "null" }).output();
    return true;
  } catch {
    return false;
  }
}
