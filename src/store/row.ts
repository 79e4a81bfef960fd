import type { SQLOutputValue } from "node:sqlite";
import { damage } from "./failure.ts";

/** A row as the database gives it, by name of column. */
export type Row = Readonly<Record<string, SQLOutputValue>>;

/**
 * Reads a column that holds an integer.
 *
 * @throws {StoreFailure} If it holds anything else: tables are strict, so that only a damaged file brings it about.
 */
export function integerOf(row: Row, column: string): number {
  const value = row[column];
  if (typeof value === "number") return value;
  throw damage(`${column} is not an integer`);
}

/** As {@linkcode integerOf}; `undefined` for NULL. */
export function optionalIntegerOf(row: Row, column: string): number | undefined {
  return row[column] === null ? undefined : integerOf(row, column);
}

/**
 * Reads a column that holds text.
 *
 * @throws {StoreFailure} If it holds anything else.
 */
export function textOf(row: Row, column: string): string {
  const value = row[column];
  if (typeof value === "string") return value;
  throw damage(`${column} is not text`);
}

/** As {@linkcode textOf}; `undefined` for NULL. */
export function optionalTextOf(row: Row, column: string): string | undefined {
  return row[column] === null ? undefined : textOf(row, column);
}

/**
 * Reads a column that holds one of a few words.
 *
 * @throws {StoreFailure} If it holds anything else.
 */
export function choiceOf<T extends string>(
  row: Row,
  { column, of }: { readonly column: string; readonly of: readonly T[] },
): T {
  const value = of.find((choice) => choice === row[column]);
  if (value !== undefined) return value;
  throw damage(`${column} is none of ${of.join(", ")}`);
}
