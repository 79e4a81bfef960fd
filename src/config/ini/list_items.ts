import { skipSpace, trimmedEnd } from "./space.ts";

/** Takes the quotes off a text that begins and ends with the same one. */
export function unquoted(text: string): string {
  const first = text[0];
  return (first === '"' || first === "'") && text.endsWith(first) ? text.slice(1, -1) : text;
}

/**
 * Splits the part of a list whose items all end with a comma.
 *
 * @param text Ends with a comma, perhaps with blanks behind it.
 * @returns The items without their quotes; `undefined` if one is empty without being quoted.
 * @see ConfigObj 5, `_listvalueexp`
 */
export function splitItems(text: string): string[] | undefined {
  const items: string[] = [];
  const closing = { '"': closingQuotes(text, '"'), "'": closingQuotes(text, "'") };
  let start = 0;
  while (start < text.length) {
    const first = text[start]!;
    const closed = first === '"' || first === "'" ? closing[first](start + 1) : -1;
    const end = closed === -1 ? itemEnd(text, start) : closed + 1;
    if (end === -1) break;
    if (end === start) return undefined;
    items.push(unquoted(text.slice(start, end)));
    start = skipSpace(text, skipSpace(text, end) + 1);
  }
  return items;
}

/** Where an item without usable quotes ends: at the next comma, blanks before it left out. */
function itemEnd(text: string, start: number): number {
  const first = text[start]!;
  const least = "'\",#".includes(first) ? start : start + 1;
  const comma = text.indexOf(",", least);
  return comma === -1 ? -1 : trimmedEnd(text, comma, least);
}

/** Finds the first quote at or behind an index that a comma follows; asked with indices that only grow. */
function closingQuotes(text: string, quote: string): (from: number) => number {
  let found = -2;
  return (from) => {
    if (found === -1 || found >= from) return found;
    found = text.indexOf(quote, from);
    while (found !== -1 && text[skipSpace(text, found + 1)] !== ",") {
      found = text.indexOf(quote, found + 1);
    }
    return found;
  };
}
