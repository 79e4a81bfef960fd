import type { Fields } from "./fields.ts";

/** `key=value` after the start, a blank or a separator; a value with blanks stands in quotes. */
const KEY_VALUE_REGEXP =
  /(?<=^|[\s,;({[|&?])([\p{L}_@][\p{L}\p{N}_.@-]{0,127})=(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s,;"')}\]|]+))/gu;

/**
 * Finds the `key=value` pairs of a line. A value goes to the next blank, comma, semicolon or bracket, or stands in
 * quotes.
 *
 * @param line One line.
 * @returns The pairs in the order of the line.
 */
export function keyValues(line: string): Fields {
  if (!line.includes("=")) return [];
  const fields: [string, string][] = [];
  for (const [, key = "", double, single, plain] of line.matchAll(KEY_VALUE_REGEXP)) {
    const value = double === undefined ? single ?? plain : double.replace(/\\(["\\])/g, "$1");
    fields.push([key, value ?? ""]);
  }
  return fields;
}
