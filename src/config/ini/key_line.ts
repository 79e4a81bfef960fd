import { skipSpace, trimmedEnd } from "./space.ts";

/** A line such as `key = …`. */
export interface KeyLine {
  readonly name: string;
  /** Index at which the name, or its quote, begins. */
  readonly start: number;
  /** Index at which the value begins: the first that holds no blank behind `=`. */
  readonly valueStart: number;
}

/**
 * Reads a line as a key with a value. A quoted name may hold `=`. Where a name is missing or its quote does not close,
 * the blank before it is taken as the start of the name, as ConfigObj does.
 *
 * @param line A line without its line feed; neither blank nor a comment.
 * @returns `undefined` if the line is none.
 * @see ConfigObj 5, `_keyword`
 */
export function lexKeyLine(line: string): KeyLine | undefined {
  const start = skipSpace(line, 0);
  const first = line[start];
  if (first === '"' || first === "'") return quotedKey(line, start) ?? plainKey(line, start - 1);
  return plainKey(line, first === "=" ? start - 1 : start);
}

function quotedKey(line: string, start: number): KeyLine | undefined {
  const quote = line[start]!;
  let end = line.indexOf(quote, start + 1);
  while (end !== -1) {
    const equals = skipSpace(line, end + 1);
    if (line[equals] === "=") {
      return { name: line.slice(start + 1, end), start, valueStart: skipSpace(line, equals + 1) };
    }
    end = line.indexOf(quote, end + 1);
  }
  return undefined;
}

function plainKey(line: string, start: number): KeyLine | undefined {
  if (start < 0) return undefined;
  const equals = line.indexOf("=", start + 1);
  if (equals === -1) return undefined;
  const name = line.slice(start, trimmedEnd(line, equals, start + 1));
  return { name, start, valueStart: skipSpace(line, equals + 1) };
}
