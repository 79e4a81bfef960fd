/**
 * The log file of a daemon in the background. It is written line by line, and begins anew when it has grown to its limit:
 * `leexport.log` becomes `leexport.log.1`, that one `.2`, and so on up to `.5`; what was `.5` goes. Whoever prefers a
 * rotator of their own lets it rename the file and send SIGHUP. Whatever goes wrong with renaming, lines go on into the
 * file that is open.
 *
 * @module
 */

import { dirname } from "node:path";
import { LeexportError } from "../errors.ts";
import { getLog } from "../log.ts";
import { exists } from "./exists.ts";
import { isSameFile } from "./lock_file.ts";
import { reasonOf } from "./reason_of.ts";

const log = getLog("engine");

/** How many files are kept besides the one that is written. */
const KEPT = 5;

/** A log file that begins anew when it has grown large, and that a log rotator may rename. */
export interface LogFile extends Disposable {
  /** Writes one line at once: nothing is lost when the process ends right after. */
  readonly write: (line: string) => void;
  /** Says how large the file may grow, in bytes; without it, for ever. */
  readonly limitTo: (bytes: number) => void;
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
  let size = file.statSync().size;
  let limit = Infinity;
  /** Size from which on it begins anew: the limit, or more after that went wrong. */
  let rotateAt = Infinity;
  const reopen = () => {
    const next = open(path);
    file.close();
    file = next;
    size = file.statSync().size;
    rotateAt = limit;
  };
  const rotate = () => {
    try {
      // Somebody else may have renamed it and not told yet.
      if (isSameFile(file, path)) makeRoom(path);
      reopen();
    } catch (error) {
      rotateAt = size + limit;
      complainSoon(path, error);
    }
  };
  return {
    write(line) {
      let bytes = encoder.encode(line);
      if (size > 0 && size + bytes.length > rotateAt) rotate();
      size += bytes.length;
      while (bytes.length > 0) bytes = bytes.subarray(file.writeSync(bytes));
    },
    limitTo(bytes) {
      if (bytes === limit) return;
      limit = rotateAt = bytes;
    },
    reopen,
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

/** Renames from the first gap downwards, so that a step that fails overwrites nothing. */
function makeRoom(path: string): void {
  const numbers = Array.from({ length: KEPT }, (_, index) => index + 1);
  const free = numbers.find((number) => !exists(`${path}.${number}`)) ?? KEPT;
  for (let number = free; number > 1; number--) {
    Deno.renameSync(`${path}.${number - 1}`, `${path}.${number}`);
  }
  Deno.renameSync(path, `${path}.1`);
}

/** Not at once: this happens while a line is being written. */
function complainSoon(path: string, error: unknown): void {
  const reason = error instanceof LeexportError ? error.message : reasonOf(error);
  queueMicrotask(() =>
    log.warning(
      `Cannot begin ${path} anew: ${reason}; the log goes on in the file that is open\n` +
        "  hint: let leexport write to that folder, or make the log smaller with log_level = warning",
    )
  );
}
