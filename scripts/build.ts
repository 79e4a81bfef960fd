/**
 * Builds the executable.
 *
 *     deno task build [--target TRIPLE] [--output FOLDER]
 *
 * Without `--target` it is for this machine and lies in `dist`, else in `dist/TRIPLE`. `DENORT_BIN` may name the runtime
 * to embed it into; else Deno downloads it. Ends with 1 if it cannot be built, 2 if there is no such target.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- its output is its purpose

import { join } from "node:path";
import { parseArgs } from "node:util";
import { LeexportError, UsageError } from "../src/errors.ts";
import { withHint } from "../src/with_hint.ts";
import { compile } from "./build/compile.ts";
import { readExecutable } from "./build/executable.ts";
import { reportOn } from "./build/report.ts";
import { readTarget, TARGETS } from "./build/target.ts";

interface Order {
  readonly folder: string;
  readonly target: string;
}

function readOrder(args: readonly string[]): Order {
  const values = readOptions(args);
  if (values.target === undefined) {
    return { folder: values.output ?? "dist", target: Deno.build.target };
  }
  const target = readTarget(values.target);
  if (target === undefined) {
    throw new UsageError(`Cannot build for "${values.target}": it is none of the targets`, {
      hint: `write one of ${TARGETS.join(", ")}`,
    });
  }
  return { folder: values.output ?? join("dist", target), target };
}

function readOptions(args: readonly string[]): { target?: string; output?: string } {
  try {
    const options = { target: { type: "string" }, output: { type: "string" } } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(`Cannot build leexport: ${error.message}`, {
      hint: "write deno task build [--target TRIPLE] [--output FOLDER]",
    });
  }
}

async function build(args: readonly string[]): Promise<number> {
  try {
    const { folder, target } = readOrder(args);
    const path = await compile(folder, { target });
    const { size } = await Deno.stat(path);
    console.log(reportOn(await readExecutable(path), { path, target, size }));
    return 0;
  } catch (error) {
    if (error instanceof LeexportError) {
      console.error(withHint(error.message, error.hint));
      return error instanceof UsageError ? 2 : 1;
    }
    // What was built cannot be read back.
    if (!(error instanceof TypeError)) throw error;
    console.error(error.message);
    return 1;
  }
}

Deno.exit(await build(Deno.args));
