import type { DatabaseSync } from "node:sqlite";
import { failureOf } from "./failure.ts";
import { integerOf, type Row } from "./row.ts";

/** Greater than any number of a row. */
const BEYOND = 2 ** 52;

interface Source {
  readonly db: DatabaseSync;
  /** Name of a table with a numeric key `id`. */
  readonly table: string;
}

/** Rows that are read at once; around what is damaged, one. */
const PAGE = 100;

/**
 * Reads a table around what is damaged: where reading stops, it goes on at the next row that can be read.
 *
 * A damaged page takes a stretch of numbers with it. Where the stretch ends is found by doubling the step until a row
 * can be read, then by halving: about a hundred attempts for each damaged page, however many rows there are.
 *
 * @returns The rows by `id`; none if the table cannot be read at all.
 */
export function* readableRows(source: Source): Generator<Row> {
  let after: number | undefined = 0;
  let limit = PAGE;
  while (after !== undefined) {
    const rows = rowsAfter(after, { limit, ...source });
    if (rows === "damaged" && limit > 1) limit = 1;
    else if (rows === "damaged") [after, limit] = [endOfDamage(after, source), PAGE];
    else {
      yield* rows;
      after = rows.length < limit ? undefined : integerOf(rows.at(-1) ?? {}, "id");
    }
  }
}

function rowsAfter(
  id: number,
  { db, table, limit }: Source & { readonly limit: number },
): readonly Row[] | "damaged" {
  try {
    const rows = db.prepare(
      `SELECT * FROM ${table} NOT INDEXED WHERE id > ? ORDER BY id LIMIT ${limit}`,
    ).all(id);
    const isInOrder = rows.every((row, index) =>
      integerOf(row, "id") > (index === 0 ? id : integerOf(rows[index - 1] ?? {}, "id"))
    );
    return isInOrder ? rows : "damaged";
  } catch (error) {
    if (failureOf(error).kind !== "damage") throw error;
    return "damaged";
  }
}

/** @returns A number after which rows can be read; `undefined` if there is none. */
function endOfDamage(last: number, source: Source): number | undefined {
  let step = 1;
  while (!isReadableAfter(last + step, source)) {
    step *= 2;
    if (last + step > BEYOND) return undefined;
  }
  let [damaged, readable] = [last + Math.floor(step / 2), last + step];
  while (readable - damaged > 1) {
    const middle = Math.floor((damaged + readable) / 2);
    if (isReadableAfter(middle, source)) readable = middle;
    else damaged = middle;
  }
  return readable;
}

function isReadableAfter(id: number, source: Source): boolean {
  return rowsAfter(id, { limit: 1, ...source }) !== "damaged";
}
