import { readPid } from "./lock_file.ts";

/**
 * Finds out which process holds a file, without touching its lock: an attempt to take it could be in the way of a process
 * that starts at this moment.
 *
 * @param path Of a file that {@linkcode holdFile} takes.
 * @returns Its number; `undefined` if nobody holds it, or this system does not tell.
 */
export function lockHolder(path: string): number | undefined {
  try {
    using file = Deno.openSync(path);
    const pid = readPid(file);
    const locks = Deno.readTextFileSync("/proc/locks").split("\n");
    const end = `:${file.statSync().ino} 0 EOF`;
    return locks.some((line) => line.endsWith(end) && line.includes(` ${pid} `)) ? pid : undefined;
  } catch {
    return undefined;
  }
}
