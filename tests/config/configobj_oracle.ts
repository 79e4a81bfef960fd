import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const PYTHON = "/usr/bin/python3";
const SCRIPT = fileURLToPath(new URL("./configobj_oracle.py", import.meta.url));

/** What Python's ConfigObj says of a text. */
export type OracleAnswer =
  | { readonly refused: true; readonly line: number | null; readonly why: string }
  | { readonly refused?: undefined; readonly tree: unknown };

/** One question to the oracle. */
export interface OracleCase {
  readonly text: string;
  readonly interpolation: boolean;
}

/** Whether Debian's `python3-configobj` is there. */
export async function hasConfigObj(): Promise<boolean> {
  try {
    const { success } = await new Deno.Command(PYTHON, {
      args: ["-c", "import configobj"],
      stdout: "null",
      stderr: "null",
    }).output();
    return success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Asks the real ConfigObj about many texts, in one process. */
export async function askConfigObj(cases: readonly OracleCase[]): Promise<OracleAnswer[]> {
  const child = new Deno.Command(PYTHON, {
    args: [SCRIPT],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const requests = cases.map((one) => JSON.stringify(one) + "\n").join("");
  const [, { success, stdout }] = await Promise.all([
    new Blob([requests]).stream().pipeTo(child.stdin),
    child.output(),
  ]);
  assert.ok(success, "ConfigObj must answer");
  const lines = new TextDecoder().decode(stdout).trimEnd().split("\n");
  assert.equal(lines.length, cases.length);
  return lines.map((line) => JSON.parse(line));
}
