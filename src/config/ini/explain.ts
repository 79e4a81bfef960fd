import { endsAt, skipSpace } from "./space.ts";

/** Says what is wrong with a line that is neither a header nor a key; never quotes it, for it may hold a secret. */
export function explainLine(line: string): { verb: string; found: string; hint: string } {
  const verb = "read this line";
  if (line.startsWith("[")) {
    const hint = line.includes("]")
      ? "leave only a # comment behind the closing bracket"
      : "close it with as many ] as it has [";
    return { verb, found: "it begins like a section but does not end like one", hint };
  }
  if (line.startsWith("=")) {
    return { verb, found: "there is no key before =", hint: "write key = value" };
  }
  if (line.includes("=")) {
    return {
      verb,
      found: "the quote before = is not closed right before it",
      hint: "quote the whole key, or nothing of it",
    };
  }
  return {
    verb,
    found: "it is neither a [section] nor key = value",
    hint: "write key = value, or begin the line with # to make it a comment",
  };
}

/** Says where and why the text behind `=` cannot be read; never quotes it. */
export function explainValue(text: string): { offset: number; found: string; hint: string } {
  const quote = text[0] ?? "";
  if (quote === '"' || quote === "'") return explainQuoted(text, quote);
  const empty = emptyItem(text);
  if (empty !== -1) {
    return {
      offset: empty,
      found: "a list has nothing before this comma",
      hint: 'remove the comma, write "" for an empty text, or quote the whole value',
    };
  }
  return {
    offset: 0,
    found: "it is a list in which a quote is not closed or not followed by a comma",
    hint: "put ''' before and behind the whole value",
  };
}

function explainQuoted(
  text: string,
  quote: string,
): { offset: number; found: string; hint: string } {
  const close = text.indexOf(quote, 1);
  if (close === -1) {
    const hint = `end it with ${quote}, or put ''' before and behind the whole value`;
    return { offset: 0, found: `the ${quote} that begins it is never closed`, hint };
  }
  const behind = skipSpace(text, close + 1);
  const rest = endsAt(text, behind) ? close : behind;
  return {
    offset: rest,
    found: "text follows the closing quote",
    hint: "put ''' before and behind the whole value",
  };
}

/** The first comma with nothing before it but blanks and another comma; -1 if there is none. */
function emptyItem(text: string): number {
  let expectsItem = true;
  for (let at = 0; at < text.length && text[at] !== "#"; at = skipSpace(text, at + 1)) {
    if (text[at] === "," && expectsItem) return at;
    expectsItem = text[at] === ",";
  }
  return -1;
}
