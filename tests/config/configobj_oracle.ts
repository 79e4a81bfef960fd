import { fileURLToPath } from "node:url";
import { askPython } from "../python_script.ts";

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
  const lines = await askPython(SCRIPT, cases);
  return lines.map((line) => JSON.parse(line));
}
