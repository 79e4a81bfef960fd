import { plainLabel } from "../label.ts";
import { fitText, textWidth } from "./fit_text.ts";

/** The start of a name up to where its last word begins. */
const WORDS_REGEXP = /^.*[^\p{L}\p{N}]/u;

/**
 * Makes names fit that stand below or beside each other. Where one is too wide, all lose the words that they begin with
 * together: what is cut off must not be what tells them apart.
 *
 * @param names Any text.
 * @param options.width Pixels.
 * @param options.size Size of the font in pixels.
 */
export function fitNames(
  names: readonly string[],
  room: { readonly width: number; readonly size: number },
): string[] {
  const plain = names.map((name) => fitText(plainLabel(name), { ...room, width: Infinity }));
  const shared = plain.some((name) => textWidth(name, room.size) > room.width)
    ? sharedStart(plain).length
    : 0;
  return plain.map((name) => fitText(shared > 1 ? `…${name.slice(shared)}` : name, room));
}

function sharedStart([first = "", ...others]: readonly string[]): string {
  let start = others.length === 0 ? "" : first;
  for (const name of others) {
    let length = 0;
    while (length < start.length && start[length] === name[length]) length++;
    start = start.slice(0, length);
  }
  return WORDS_REGEXP.exec(start)?.[0] ?? "";
}
