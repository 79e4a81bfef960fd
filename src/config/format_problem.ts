import type { Problem } from "../errors.ts";
import { withHint } from "../with_hint.ts";

/**
 * Renders a problem for people: `file:line:column: Cannot …`, and what to do in a second line. A problem that does not
 * keep the file from being used says `warning:` before `Cannot`.
 *
 * @returns One or two lines, without a line feed at the end.
 */
export function formatProblem({ severity, file, line, column, message, hint }: Problem): string {
  const weight = severity === "warning" ? "warning: " : "";
  const place = `${file}:${line}:${column}: ${weight}${message}`;
  return withHint(place, hint);
}
