import { splitItems, unquoted } from "./list_items.ts";
import { endsAt, skipSpace, trimmedEnd } from "./space.ts";

/** A value on one line, without triple quotes. */
export interface LexedValue {
  readonly style: "plain" | "quoted" | "list";
  readonly value: string | readonly string[];
  /** Index after the last character of the value as written. */
  readonly end: number;
}

const NO = 0;
/** The next item begins at the first character that is no blank. */
const YES = 1;
/** The next item begins one blank earlier, because the character behind it cannot begin one. */
const WITH_BLANK = 2;

/**
 * Reads the text behind `=`: a bare or quoted text, a list, and perhaps a comment.
 *
 * ConfigObj says what a value is by a regular expression that tries every way to cut a line into items, which takes
 * exponential time for some lines. Here one pass from the right notes behind which comma the rest can be read, and a
 * second from the left takes the first way that succeeds: the same way, in linear time.
 *
 * @param text Begins with no blank; without line feed.
 * @returns `undefined` if it cannot be read.
 * @see ConfigObj 5, `_valueexp` and `_handle_value`
 */
export function lexValue(text: string): LexedValue | undefined {
  const quotedStart = text[0] === '"' || text[0] === "'";
  if (!quotedStart && !text.includes(",")) return plainValue(text);
  const readable = readableCommas(text);
  if (readable === undefined) return emptyList(text);
  const last = lastItem(text, readable);
  const value = text.slice(last.start, last.end);
  if (last.start === 0) {
    return quotedStart
      ? { style: "quoted", value: unquoted(value), end: last.end }
      : { style: "plain", value, end: last.end };
  }
  const items = splitItems(text.slice(0, last.start));
  if (items === undefined) return undefined;
  if (value !== "") items.push(unquoted(value));
  const end = value === "" ? trimmedEnd(text, last.start) : last.end;
  return { style: "list", value: items, end };
}

function plainValue(text: string): LexedValue {
  const hash = text.indexOf("#");
  const end = trimmedEnd(text, hash === -1 ? text.length : hash);
  return { style: "plain", value: text.slice(0, end), end };
}

function emptyList(text: string): LexedValue | undefined {
  return text[0] === "," && endsAt(text, 1) ? { style: "list", value: [], end: 1 } : undefined;
}

/** For each comma whether, and from where, the text behind it can be read; `undefined` if the whole text cannot. */
function readableCommas(text: string): Uint8Array | undefined {
  const readable = new Uint8Array(text.length);
  /** Quotes further right that end an item, and that end the value. */
  const endsItem = { '"': false, "'": false };
  const endsValue = { '"': false, "'": false };
  let comma = Infinity;
  let hash = Infinity;
  let next = text.length;
  let nextReadable = true;
  for (let at = trimmedEnd(text, text.length) - 1; at >= 0; at = trimmedEnd(text, at) - 1) {
    const char = text[at]!;
    let hereReadable = true;
    if (char === '"' || char === "'") {
      hereReadable = endsItem[char] || endsValue[char];
      if (next === text.length || text[next] === "#") endsValue[char] = true;
      else if (text[next] === "," && readable[next] !== NO) endsItem[char] = true;
    } else if (char === ",") {
      const blankBefore = next > at + 1 && comma < hash && readable[comma] !== NO;
      readable[at] = nextReadable ? YES : blankBefore ? WITH_BLANK : NO;
      comma = at;
      hereReadable = false;
    } else if (char === "#") {
      hash = at;
    } else {
      hereReadable = comma >= hash || readable[comma] !== NO;
    }
    next = at;
    nextReadable = hereReadable;
  }
  return nextReadable ? readable : undefined;
}

/** Walks over the items that end with a comma; what is left is the last one, perhaps empty. */
function lastItem(text: string, readable: Uint8Array): { start: number; end: number } {
  let start = 0;
  while (true) {
    const quote = text[start];
    const quoted = quote === '"' || quote === "'";
    const comma = quoted ? commaAfterQuote(text, start, readable) : commaInSight(text, start);
    if (comma === -1) {
      return { start, end: quoted ? closingQuote(text, start) + 1 : plainEnd(text, start) };
    }
    start = skipSpace(text, comma + 1) - (readable[comma] === WITH_BLANK ? 1 : 0);
  }
}

function commaAfterQuote(text: string, start: number, readable: Uint8Array): number {
  const quote = text[start]!;
  for (let end = text.indexOf(quote, start + 1); end !== -1; end = text.indexOf(quote, end + 1)) {
    const comma = skipSpace(text, end + 1);
    if (text[comma] === "," && readable[comma] !== NO) return comma;
  }
  return -1;
}

function commaInSight(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    if (text[at] === ",") return at;
    if (text[at] === "#") return -1;
  }
  return -1;
}

function closingQuote(text: string, start: number): number {
  let end = text.indexOf(text[start]!, start + 1);
  while (!endsAt(text, end + 1)) end = text.indexOf(text[start]!, end + 1);
  return end;
}

function plainEnd(text: string, start: number): number {
  const hash = text.indexOf("#", start);
  return trimmedEnd(text, hash === -1 ? text.length : hash, start);
}
