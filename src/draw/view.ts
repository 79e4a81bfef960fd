/** What a drawing has to fit into. */
export interface View {
  /** Columns of the terminal or page; no line of a drawing is wider. */
  readonly width: number;
  /** `ansi` = escape sequences in the terminal's own palette; `none` = plain text. */
  readonly colour: "ansi" | "none";
}

/** What a piece of a drawing is, as far as its colour goes. A number is the position of a series. */
export type Tone = "strong" | "faint" | "value" | "good" | "bad" | number;

const NAMED = { strong: "1", faint: "90", value: "1;36", good: "32", bad: "1;31" } as const;
const SERIES = ["36", "33", "35", "32", "34", "31"] as const;

/**
 * Colours a piece of text. Its width stays the same.
 *
 * @param text Text without escape sequences.
 * @param tone What the text is.
 * @param view Decides whether there are colours at all.
 */
export function paint(
  text: string,
  { tone, view }: { readonly tone: Tone; readonly view: View },
): string {
  if (view.colour === "none" || text.trim() === "") return text;
  const code = typeof tone === "number" ? SERIES[tone % SERIES.length] : NAMED[tone];
  return `\x1b[${code}m${text}\x1b[0m`;
}
