import type { DatabaseSync } from "node:sqlite";
import { integerOf, textOf } from "./row.ts";

/** All SQL about searches that a person paused. */
export type Paused = ReturnType<typeof openPaused>;

/** Prepares the statements. */
// deno-lint-ignore explicit-module-boundary-types -- the object is the type
export function openPaused(db: DatabaseSync) {
  const list = db.prepare("SELECT search, since FROM paused ORDER BY id");
  const add = db.prepare(
    "INSERT INTO paused (search, since) VALUES (?, ?) ON CONFLICT DO UPDATE SET since = excluded.since",
  );
  const remove = db.prepare("DELETE FROM paused WHERE search = ?");
  return {
    /** Since when which search is paused, Unix milliseconds. */
    all: (): ReadonlyMap<string, number> =>
      new Map(list.all().map((row) => [textOf(row, "search"), integerOf(row, "since")])),

    /** @param since `undefined` = no more. */
    set(search: string, since: number | undefined) {
      if (since === undefined) remove.run(search);
      else add.run(search, since);
    },
  };
}
