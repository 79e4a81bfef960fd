/**
 * A file that one process holds at a time. What counts is the lock, which the system lets go of however the process ends;
 * the number inside is for people. So a file that nobody holds is stale, whoever has its number by now.
 *
 * @module
 */

import { dirname } from "node:path";

/** Much longer than it takes to look whether somebody holds a file, milliseconds. */
const LOOK_MS = 20;

/** The file while this process holds it; removed when disposed of. */
export interface HeldFile extends Disposable {
  readonly path: string;
  /** Whether a process held it before and did not end in good order. */
  readonly isLeftOver: boolean;
}

/** How an attempt to hold a file ended. */
export type HoldResult =
  | { readonly kind: "held"; readonly file: HeldFile }
  /** By another process; its number, if it has written it yet. */
  | { readonly kind: "taken"; readonly pid: number | undefined }
  /** It holds something else than a number and was left alone: whoever names a wrong file must not lose it. */
  | { readonly kind: "foreign" };

/**
 * Takes a file for this process and writes the process's number inside.
 *
 * @param path Where it is; missing folders are made.
 * @throws {Error} What the system says, if it cannot be written.
 */
export function holdFile(path: string): HoldResult {
  for (;;) {
    Deno.mkdirSync(dirname(path), { recursive: true });
    const file = Deno.openSync(path, { read: true, write: true, create: true, mode: 0o644 });
    if (!file.tryLockSync(true) && !tryLockAgain(file)) {
      const pid = readPid(file);
      file.close();
      return { kind: "taken", pid };
    }
    // Between opening and locking, the former owner may have removed the file: its lock then guards nothing.
    if (isSameFile(file, path)) return holdLocked(file, path);
    file.close();
  }
}

/** Who only looks whether somebody holds the file has it for less than a moment. */
function tryLockAgain(file: Deno.FsFile): boolean {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_MS);
  return file.tryLockSync(true);
}

function holdLocked(file: Deno.FsFile, path: string): HoldResult {
  const isLeftOver = file.statSync().size > 0;
  if (isForeign(file)) {
    file.close();
    return { kind: "foreign" };
  }
  try {
    file.truncateSync(0);
    file.seekSync(0, Deno.SeekMode.Start);
    file.writeSync(new TextEncoder().encode(`${Deno.pid}\n`));
  } catch (error) {
    Deno.removeSync(path);
    file.close();
    throw error;
  }
  const dispose = () => {
    if (isSameFile(file, path)) Deno.removeSync(path);
    file.close();
  };
  return { kind: "held", file: { path, isLeftOver, [Symbol.dispose]: dispose } };
}

/** Says whether a file holds something else than the number of a process, or nothing. */
export function isForeign(file: Deno.FsFile): boolean {
  return readPid(file) === undefined && file.statSync().size > 0;
}

/** A number that is none, or 0 or 1, would signal half the machine. */
export function readPid(file: Deno.FsFile): number | undefined {
  const bytes = new Uint8Array(32);
  file.seekSync(0, Deno.SeekMode.Start);
  const read = file.readSync(bytes) ?? 0;
  const text = new TextDecoder().decode(bytes.subarray(0, read)).trim();
  return /^\d{1,10}$/.test(text) && Number(text) > 1 ? Number(text) : undefined;
}

/** Says whether an open file is the one that is found at a path now. */
export function isSameFile(file: Deno.FsFile, path: string): boolean {
  try {
    const [held, found] = [file.statSync(), Deno.statSync(path)];
    return held.ino === found.ino && held.dev === found.dev;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
