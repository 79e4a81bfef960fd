import type { SearchConfig } from "./config.ts";
import { noteUndrawable } from "./drawable.ts";
import type { IniSection } from "./ini/section.ts";
import { type ReadDestination, readDestination } from "./read_destination.ts";
import { readQuery } from "./read_query.ts";
import { noteUnknown } from "./read_section.ts";
import type { SearchesOptions } from "./searches_options.ts";
import type { ReadContext } from "./written_value.ts";

/** The searches of `[Searches]`, in the order of the file. */
export function searchSections(searches: IniSection): IniSection[] {
  return [...searches.members.values()].flatMap((member) =>
    member.kind === "section" && member.name !== "DEFAULT" ? [member] : []
  );
}

/** The destinations of a search, in the order of the file. */
export function destinationSections(search: IniSection): IniSection[] {
  return [...search.members.values()].flatMap((member) =>
    member.kind === "section" && isDestination(member.name) ? [member] : []
  );
}

function isDestination(name = ""): boolean {
  return name === "destination" || name.startsWith("destination_");
}

/**
 * Reads `[Searches]`.
 *
 * @returns The searches that can be run; of the others, the problems have been noted.
 */
export function readSearches(searches: IniSection, options: SearchesOptions): SearchConfig[] {
  const { used, context } = options;
  noteUnknown(searches, {
    label: "[Searches]",
    keys: [],
    isSection: () => true,
    severity: "warning",
    why: "it holds only searches",
    used,
    context,
  });
  const sections = searchSections(searches);
  if (sections.length === 0 && !searches.damaged) {
    const message = "Cannot find any search: [Searches] is empty";
    context.problems.error(
      searches,
      message,
      "add [[a name]] with [[[query]]] and [[[destination]]]",
    );
  }
  return sections.flatMap((section) => readSearch(section, options) ?? []);
}

function readSearch(section: IniSection, options: SearchesOptions): SearchConfig | undefined {
  const name = section.name ?? "";
  noteStrangers(section, options);
  const query = section.section("query");
  if (query === undefined) {
    noteMissingSection(section, { missing: "query", context: options.context });
  }
  const sections = destinationSections(section);
  if (sections.length === 0) {
    noteMissingSection(section, { missing: "destination", context: options.context });
  }
  const asked = query === undefined ? undefined : readQuery(query, { search: name, ...options });
  const destinations = sections.map((one) => readDestination(one, { search: name, ...options }));
  const readable = destinations.filter((one): one is ReadDestination => one !== undefined);
  if (asked === undefined || readable.length < Math.max(destinations.length, 1)) return undefined;
  const { shape, ...queryConfig } = asked;
  if (shape !== undefined) {
    const { statementLine } = queryConfig;
    noteUndrawable(readable, {
      shape,
      search: name,
      statementLine,
      problems: options.context.problems,
    });
  }
  const { line } = section;
  return { name, line, ...queryConfig, destinations: readable.map(({ config }) => config) };
}

function noteStrangers(section: IniSection, { used, context }: SearchesOptions): void {
  noteUnknown(section, {
    label: `search "${section.name}"`,
    keys: [],
    sections: ["query", "destination_2", "destination"],
    isSection: isDestination,
    severity: "warning",
    why: "a search holds only [[[query]]], [[[destination]]] and [[[destination_…]]]",
    used,
    context,
  });
}

function noteMissingSection(
  search: IniSection,
  { missing, context }: { readonly missing: string; readonly context: ReadContext },
): void {
  if (search.damaged) return;
  const message = `Cannot use search "${search.name}": it has no [[[${missing}]]]`;
  context.problems.error(search, message, `add [[[${missing}]]] below [[${search.name}]]`);
}
