/**
 * Blanks as Python sees them (`str.isspace`, `\s`), which JavaScript's `\s` and `trim()` do not quite share.
 *
 * @module
 */

/** Whether a UTF-16 unit is a blank; `NaN`, as `charCodeAt` gives past the end, is none. */
export function isSpace(code: number): boolean {
  if (code <= 32) return code === 32 || (code >= 9 && code <= 13) || (code >= 28 && code <= 31);
  if (code < 5760) return code === 133 || code === 160;
  return code === 5760 || (code >= 8192 && code <= 8202) || code === 8232 || code === 8233 ||
    code === 8239 || code === 8287 || code === 12288;
}

/** The first index at or after `from` that holds no blank; the text's length if there is none. */
export function skipSpace(text: string, from: number): number {
  let at = from;
  while (isSpace(text.charCodeAt(at))) at++;
  return at;
}

/** The index after the last character before `end` that is no blank; never below `from`. */
export function trimmedEnd(text: string, end: number, from = 0): number {
  let at = end;
  while (at > from && isSpace(text.charCodeAt(at - 1))) at--;
  return at;
}

/** Whether only blanks or a comment stand at and after `from`: what may follow a finished value. */
export function endsAt(text: string, from: number): boolean {
  const at = skipSpace(text, from);
  return at >= text.length || text[at] === "#";
}
