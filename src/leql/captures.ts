import type { EventTable } from "./event_table.ts";
import { compileRegex, SEEN_CHARACTERS } from "./regular_expression.ts";
import type { Expression, Key } from "./statement.ts";

/** A regular expression of a `where` that gives names to what it matches. */
export interface Capture {
  readonly pattern: RegExp;
  readonly names: readonly string[];
  /** The keys whose values it is sought in; `undefined` for the whole event. */
  readonly keys: readonly Key[] | undefined;
}

/**
 * Finds the regular expressions that capture by name. One under a NOT captures nothing.
 *
 * @param expression The terms of a `where`.
 * @returns The captures in the order of the text.
 * @throws {StatementError} If a regular expression cannot be used.
 */
export function capturesOf(expression: Expression): readonly Capture[] {
  switch (expression.kind) {
    case "and":
    case "or":
      return expression.terms.flatMap(capturesOf);
    case "comparison": {
      if (expression.negated) return [];
      return expression.values.filter(({ kind }) => kind === "regex").map((value) => ({
        ...compileRegex(value),
        keys: expression.keys,
      })).filter(({ names }) => names.length > 0);
    }
    case "text": {
      if (expression.value.kind !== "regex") return [];
      const compiled = compileRegex(expression.value);
      return compiled.names.length === 0 ? [] : [{ ...compiled, keys: undefined }];
    }
    case "not":
    case "keys":
      return [];
  }
}

/**
 * Takes what a capture calls by a name out of an event.
 *
 * @param capture One that has the name.
 * @param name The name of a group.
 * @param table The events.
 * @returns For an event the text; `undefined` where the regular expression or the group matches nothing.
 */
export function bindCapture(
  { pattern, keys }: Capture,
  name: string,
  table: EventTable,
): (event: number) => string | undefined {
  const captured = (text: string) => pattern.exec(text.slice(0, SEEN_CHARACTERS))?.groups?.[name];
  if (keys === undefined) return (event) => captured(table.texts[event] ?? "");
  const columns = keys.flatMap(({ text }) => table.column(text) ?? []);
  return (event) => {
    for (const { codes, texts } of columns) {
      const code = codes[event] ?? 0;
      const text = code === 0 ? undefined : captured(texts[code] ?? "");
      if (text !== undefined) return text;
    }
    return undefined;
  };
}
