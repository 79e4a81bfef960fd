import { readValue } from "../../config/read_value.ts";
import type { Key } from "../../key.ts";

/**
 * Says why a text is no value of a key, as the reader of configs sees it. What refers to something else is taken as it
 * is.
 *
 * @param options.folder Folder at which relative paths begin.
 * @returns A sentence without a full stop; `undefined` if the text will do.
 */
export function faultOf(
  key: Key,
  { text, folder }: { readonly text: string; readonly folder: string },
): string | undefined {
  if (text === "") return "Write a value";
  if (text.includes("${")) return undefined;
  const written = { text, items: [text], style: "text", shown: "plain" } as const;
  const read = readValue(key, written, { folder });
  return "found" in read ? `${read.found}; ${read.hint}` : undefined;
}
