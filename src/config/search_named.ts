import { UsageError } from "../errors.ts";
import { suggest } from "../suggest.ts";
import type { Config, SearchConfig } from "./config.ts";

const MOST_NAMES = 10;

/**
 * Finds a search by its name.
 *
 * @param options.verb What is wanted of it: `run`.
 * @throws {UsageError} If there is none of that name, with a near one, or some, in the hint.
 */
export function searchNamed(
  { file, searches }: Config,
  { name, verb }: { readonly name: string; readonly verb: string },
): SearchConfig {
  const search = searches.find((search) => search.name === name);
  if (search !== undefined) return search;
  const names = searches.map(({ name }) => name);
  const near = suggest(name, names);
  throw new UsageError(`Cannot ${verb} "${name}": ${file} has no such search`, {
    hint: near === undefined
      ? `name one of: ${names.slice(0, MOST_NAMES).join(", ")}`
      : `did you mean "${near}"?`,
  });
}
