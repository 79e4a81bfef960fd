import { StoreError } from "../errors.ts";
import { exists } from "../process/exists.ts";

/** What belongs to a file of the database, its log first: without the file it came with, a log spoils another. */
export const PARTS = ["-wal", "-shm", ""] as const;

/**
 * Moves a damaged file and what belongs to it out of the way. Nothing is overwritten.
 *
 * @param path Of the file.
 * @param options.now Unix milliseconds; part of the new name.
 * @returns The new path.
 */
export function setAside(path: string, { now }: { readonly now: number }): string {
  const time = new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const target = freeName(`${path}.damaged-${time}`);
  for (const part of PARTS) {
    if (exists(`${path}${part}`)) Deno.renameSync(`${path}${part}`, `${target}${part}`);
  }
  return target;
}

function freeName(wanted: string): string {
  for (let number = 1; number < 1000; number++) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
    if (PARTS.every((part) => !exists(`${name}${part}`))) return name;
  }
  throw new StoreError(`Cannot set ${wanted} aside: there are a thousand copies already`, {
    hint: "remove those that nobody needs",
  });
}
