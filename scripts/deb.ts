/**
 * Builds the Debian package of an executable that `deno task build` has made:
 *
 *     deno task deb --binary dist/leexport [--output dist] [--architecture amd64|arm64]
 *
 * Needs `dpkg-deb`, `readelf` and `gzip`: Debian packages dpkg, binutils and gzip.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- its output is its purpose

import { parseArgs } from "node:util";
import { LeexportError, UsageError } from "../src/errors.ts";
import { withHint } from "../src/with_hint.ts";
import { buildPackage, type PackageSource } from "./deb/build_package.ts";
import { ARCHITECTURES } from "./deb/needed_packages.ts";

const HINT = "deno task deb --binary PATH [--output DIR] [--architecture amd64|arm64]";

function readArguments(): PackageSource {
  const { binary, output, architecture } = parse();
  if (binary === undefined) {
    throw new UsageError("Cannot build a package: --binary names no executable", { hint: HINT });
  }
  const known = ARCHITECTURES.find((name) => name === architecture);
  if (architecture !== undefined && known === undefined) {
    throw new UsageError(`Cannot build a package for "${architecture}": it is unknown`, {
      hint: HINT,
    });
  }
  return { binary, output, architecture: known };
}

function parse() {
  try {
    return parseArgs({
      options: {
        binary: { type: "string" },
        output: { type: "string", default: "dist" },
        architecture: { type: "string" },
      },
    }).values;
  } catch (cause) {
    const found = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`Cannot read the command line: ${found}`, { hint: HINT, cause });
  }
}

try {
  console.log(`Wrote ${await buildPackage(readArguments())}`);
} catch (error) {
  if (!(error instanceof LeexportError)) throw error;
  console.error(withHint(`error: ${error.message}`, error.hint));
  Deno.exit(error instanceof UsageError ? 2 : 1);
}
