import { cutLabel, labelWidth, plainLabel } from "./label.ts";
import { paint, type View } from "./view.ts";

const INDENT = "  ";

/** A place in a text, in UTF-16 units. */
export interface Place {
  readonly offset: number;
  readonly length: number;
}

/**
 * Shows a place in a text: the line that holds it, as far as it fits, and `^^^` below.
 *
 * @param text Any text.
 * @param options.place Where to point; at the end of the text for what is missing there.
 * @param options.view No returned line is wider.
 * @returns Lines without line feeds or control characters.
 */
export function pointAt(
  text: string,
  { place, view }: { readonly place: Place; readonly view: View },
): readonly [line: string, carets: string] {
  const [before, marked, after] = partsOf(text, place);
  const room = view.width - INDENT.length;
  const wanted = Math.max(1, labelWidth(marked));
  // Some of what stands before is shown, however long the place is.
  const most = Math.min(Math.max(room - wanted, room / 3), room * 2 / 3);
  const head = cutHead(before, Math.floor(most));
  const size = Math.min(wanted, room - labelWidth(head));
  const blanks = INDENT + " ".repeat(labelWidth(head));
  return [
    INDENT + cutLabel(head + marked + after, room),
    blanks + paint("^".repeat(size), { tone: "strong", view }),
  ];
}

/** The line that the place begins in, cut in three. */
function partsOf(text: string, { offset, length }: Place): readonly [string, string, string] {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const feed = text.indexOf("\n", offset);
  const end = feed === -1 ? text.length : feed;
  const to = Math.min(offset + length, end);
  return [
    plain(text.slice(start, offset)),
    plain(text.slice(offset, to)),
    plain(text.slice(to, end)),
  ];
}

/** A plain label that keeps the blanks at its ends: they count here. */
function plain(text: string): string {
  return plainLabel(`|${text}|`).slice(1, -1);
}

/** Cuts the beginning off; `…` stands for it. */
function cutHead(text: string, width: number): string {
  if (labelWidth(text) <= width) return text;
  if (width < 2) return "";
  const signs = [...text].slice(1 - width);
  while (labelWidth(signs.join("")) > width - 1) signs.shift();
  return `…${signs.join("")}`;
}
