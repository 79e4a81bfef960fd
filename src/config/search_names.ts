import { readIni } from "./ini/read_ini.ts";
import { searchSections } from "./read_searches.ts";

/**
 * The names of all searches of a config file, in its order, as far as it can be read: a file with mistakes has names, too.
 *
 * @param text The file.
 */
export function searchNames(text: string): string[] {
  const searches = readIni(text).root.section("Searches");
  if (searches === undefined) return [];
  return searchSections(searches).flatMap(({ name }) => name ?? []);
}
