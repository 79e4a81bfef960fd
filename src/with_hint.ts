/**
 * Puts a hint below the message that it belongs to.
 *
 * @param message One or more lines.
 * @param hint What to do; left away if there is none.
 */
export function withHint(message: string, hint: string | undefined): string {
  return hint === undefined ? message : `${message}\n  hint: ${hint}`;
}
