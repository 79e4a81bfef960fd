import { dirname } from "node:path";
import { LeexportError } from "../errors.ts";
import { reasonOf } from "./reason_of.ts";

/** A log file that is written line by line and may be renamed by a log rotator. */
export interface LogFile extends Disposable {
  /** Writes one line at once: nothing is lost when the process ends right after. */
  readonly write: (line: string) => void;
  /** Opens the path again, after a rotator has renamed the file. */
  readonly reopen: () => void;
}

/**
 * Opens a log file for appending; missing folders are made.
 *
 * @throws {LeexportError} If it cannot be written.
 */
export function openLogFile(path: string): LogFile {
  const encoder = new TextEncoder();
  let file = open(path);
  return {
    write(line) {
      let bytes = encoder.encode(line);
      while (bytes.length > 0) bytes = bytes.subarray(file.writeSync(bytes));
    },
    reopen() {
      const next = open(path);
      file.close();
      file = next;
    },
    [Symbol.dispose]() {
      file.close();
    },
  };
}

function open(path: string): Deno.FsFile {
  try {
    Deno.mkdirSync(dirname(path), { recursive: true });
    return Deno.openSync(path, { append: true, create: true, mode: 0o640 });
  } catch (error) {
    throw new LeexportError(`Cannot write log file ${path}: ${reasonOf(error)}`, {
      hint: "name another place with --log-file",
      cause: error,
    });
  }
}
