/** The longest payload, UTF-16 units: with its head it is a message of 16 MiB at most. */
export const LONGEST_PAYLOAD = 16 * 1024 * 1024 - 1024;
/** The deepest nesting of a payload: common readers of JSON, such as Python's and SQLite's, give up at about 1000. */
const DEEPEST = 500;

/**
 * Makes sure that a text is a payload: JSON of bearable size, which every reader can read. Parsing is the check: the
 * runtime's own parser takes two microseconds for a payload of the usual size, and has no grammar of its own.
 *
 * @param text It may come from anywhere.
 * @throws {TypeError} If it is none; the text says why.
 */
export function assertPayload(text: string): void {
  assertBearable(text);
  try {
    JSON.parse(text);
  } catch {
    throw new TypeError("a payload is not JSON");
  }
}

/**
 * Makes sure that a payload is neither too large nor nested too deeply.
 *
 * @param json If it is not JSON, the nesting found may be wrong.
 * @throws {TypeError} If it is; the text says what.
 */
export function assertBearable(json: string): void {
  if (json.length > LONGEST_PAYLOAD) throw new TypeError("a payload is larger than 16 MiB");
  // Each level takes two characters.
  if (json.length > 2 * DEEPEST && nestingOf(json) > DEEPEST) {
    throw new TypeError(`a payload is nested deeper than ${DEEPEST} levels`);
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const ARRAY = { begin: 0x5b, end: 0x5d };
const OBJECT = { begin: 0x7b, end: 0x7d };

function nestingOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  for (let index = 0; index < json.length; index++) {
    const character = json.charCodeAt(index);
    if (character === QUOTE) index = endOfText(json, index);
    else if (character === ARRAY.begin || character === OBJECT.begin) depth += 1;
    else if (character === ARRAY.end || character === OBJECT.end) depth -= 1;
    if (depth > deepest) deepest = depth;
  }
  return deepest;
}

/** Where the quoted text that begins at `start` ends; behind everything if it does not. */
function endOfText(json: string, start: number): number {
  for (let end = start;;) {
    end = json.indexOf('"', end + 1);
    if (end === -1) return json.length;
    let before = end;
    while (json.charCodeAt(before - 1) === BACKSLASH) before -= 1;
    if ((end - before) % 2 === 0) return end;
  }
}
