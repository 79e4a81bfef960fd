import { paint, type View } from "../draw/view.ts";
import type { FoundTrouble } from "./found_troubles.ts";
import { sinceText } from "./instant_text.ts";
import { counted, wrapWords } from "./words.ts";

/** How troubles are written. */
export interface TroubleOptions {
  readonly view: View;
  /** Unix milliseconds. */
  readonly now: number;
  readonly timeZone: string | undefined;
}

/** Names that are told before the others are only counted. */
const NAMES = 3;

/** Tells one trouble: what, whom it concerns, since when and where, what to do. */
export function troubleText(trouble: FoundTrouble, options: TroubleOptions): string[] {
  const { view } = options;
  const { message, hint, searches } = trouble;
  const [head = "", ...rest] = wrapWords(`✗ ${message}`, { width: view.width, indent: "  " });
  const below = [searchesText(searches, message), sinceLine(trouble, options)]
    .filter((part) => part !== "").join("; ");
  const paragraphs = [below, ...(hint === undefined ? [] : [`hint: ${hint}`])]
    .filter((part) => part !== "");
  return [
    ...[head, ...rest].map((line) => paint(line, { tone: "bad", view })),
    ...paragraphs.flatMap((text) => indented(text, view)),
  ];
}

/** A message that names the one search it is about says it all. */
function searchesText(searches: readonly string[], message: string): string {
  const [only] = searches;
  if (only === undefined || (searches.length === 1 && message.includes(`"${only}"`))) return "";
  const named = searches.slice(0, NAMES).map((name) => `"${name}"`).join(", ");
  const others = searches.length - NAMES;
  const more = others > 0 ? ` and ${counted(others, "other")}` : "";
  return `${searches.length === 1 ? "search" : "searches"} ${named}${more}`;
}

function sinceLine({ since, where }: FoundTrouble, { now, timeZone }: TroubleOptions): string {
  const time = since < now ? sinceText(since, { now, timeZone }) : "";
  return [time, where ?? ""].filter((part) => part !== "").join("; ");
}

function indented(text: string, { width }: View): string[] {
  return wrapWords(text, { width: width - 2, indent: "  " }).map((line) => `  ${line}`);
}
