import { LeexportError, type Problem } from "../errors.ts";
import type { ServiceCatalog } from "../service_description.ts";
import type { Config, ProcessConfig } from "./config.ts";
import { deepFreeze } from "./frozen.ts";
import { expandAll } from "./ini/expand.ts";
import { readIni } from "./ini/read_ini.ts";
import type { IniSection, IniValue } from "./ini/section.ts";
import { notePushLimits, noteQueryLimit } from "./limits.ts";
import { ProblemList } from "./problem_list.ts";
import { readLogSearch } from "./read_log_search.ts";
import { destinationSections, readSearches, searchSections } from "./read_searches.ts";
import { readProcess } from "./read_process.ts";
import { noteUnknown } from "./read_section.ts";
import { type Reach, readServices } from "./read_services.ts";
import { type Resolve, resolveReferences } from "./references.ts";
import { lookUpServices } from "./service_lookup.ts";
import type { ReadContext } from "./written_value.ts";

/** Finds the services there are: the shipped ones and those of a folder. */
export type OpenCatalog = (servicesDir: string | undefined) => Promise<ServiceCatalog>;

/** A config file as far as it could be used. */
export interface LoadedConfig {
  /** `undefined` if any problem is an error. */
  readonly config: Config | undefined;
  /** Everything that is wrong or odd, in the order of the file. */
  readonly problems: readonly Problem[];
}

/** What reading a config needs besides its text. */
export interface ReadConfigOptions {
  /** Path of the file, as given; for messages. */
  readonly file: string;
  /** Absolute path of the folder at which relative paths in the file begin. */
  readonly folder: string;
  readonly openCatalog: OpenCatalog;
  /** Finds out what `${env:…}`, `${file:…}` and `${credential:…}` stand for. */
  readonly resolve: Resolve;
}

type ReadOptions =
  & { readonly used: ReadonlySet<IniValue>; readonly context: ReadContext }
  & Required<Pick<ReadConfigOptions, "file" | "openCatalog">>;

const SECTION_NAMES = ["LE", "Leexport", "Services", "Searches"];

/**
 * Reads the text of a config file. Touches nothing but what its options offer.
 *
 * @param text The file.
 * @returns The config, deeply frozen, and all problems at once.
 */
export async function readConfig(
  text: string,
  { file, folder, openCatalog, resolve }: ReadConfigOptions,
): Promise<LoadedConfig> {
  const { root, errors, wellNested } = readIni(text);
  const problems = new ProblemList(file);
  const forgiven: ReadContext["forgiven"] = new Set();
  let config: Config | undefined;
  if (wellNested) {
    const used = expandAll(root);
    const references = await resolveReferences(sectionsWithReferences(root), resolve);
    const context = { problems, folder, references, forgiven };
    config = await readRoot(root, { file, openCatalog, used, context });
  }
  for (const error of errors) {
    if (!forgiven.has(error)) problems.error(error, error.message, error.hint);
  }
  return {
    config: problems.hasErrors || config === undefined ? undefined : deepFreeze(config),
    problems: problems.sorted(),
  };
}

async function readRoot(root: IniSection, options: ReadOptions): Promise<Config | undefined> {
  const { file, openCatalog, used, context } = options;
  noteUnknown(root, {
    label: "this file",
    keys: [],
    sections: SECTION_NAMES,
    severity: "warning",
    why: "it is not known",
    used,
    context,
  });
  const logSearchSection = needSection(root, { name: "LE", verb: "ask the log search", context });
  const logSearch = logSearchSection && readLogSearch(logSearchSection, { used, context });
  const process = readProcess(root.section("Leexport"), { used, context });
  const catalog = await catalogOf(process, { root, openCatalog, context });
  const searchesSection = needSection(root, { name: "Searches", verb: "find any search", context });
  if (catalog === undefined || searchesSection === undefined) return undefined;
  const names = servicesIn(searchesSection);
  const lookup = await lookUpServices(catalog, names);
  const at = root.section("Leexport")?.value("services_dir")?.textAt ?? root;
  lookup.warnOfBroken(at, { used: names, problems: context.problems });
  const { descriptions } = lookup;
  const reach = new Map<string, Reach>();
  const searches = readSearches(searchesSection, { lookup, reach, used, context });
  const servicesSection = root.section("Services");
  const services = readServices(servicesSection, {
    descriptions,
    reach,
    names: lookup.names,
    used,
    context,
  });
  const { problems } = context;
  const placeOf = (name: string) => servicesSection?.section(name) ?? searchesSection;
  notePushLimits(searches, { services, placeOf, problems });
  if (logSearch === undefined) return undefined;
  const { rateLimit } = logSearch;
  noteQueryLimit(searches, { rateLimit, at: searchesSection, problems });
  return { file, logSearch, process, services, searches };
}

function needSection(
  root: IniSection,
  { name, verb, context }: {
    readonly name: string;
    readonly verb: string;
    readonly context: ReadContext;
  },
): IniSection | undefined {
  const section = root.section(name);
  if (section !== undefined || root.damaged) return section;
  const message = `Cannot ${verb}: there is no section [${name}]`;
  context.problems.error(root, message, `add [${name}]`);
  return undefined;
}

async function catalogOf(
  { servicesDir }: ProcessConfig,
  { root, openCatalog, context }: {
    readonly root: IniSection;
    readonly openCatalog: OpenCatalog;
    readonly context: ReadContext;
  },
): Promise<ServiceCatalog | undefined> {
  try {
    return await openCatalog(servicesDir);
  } catch (error) {
    if (!(error instanceof LeexportError)) throw error;
    const at = root.section("Leexport")?.value("services_dir")?.textAt ?? root;
    context.problems.error(at, error.message, error.hint);
    return undefined;
  }
}

/** The sections whose values may hold references. */
function sectionsWithReferences(root: IniSection): IniSection[] {
  const searches = root.section("Searches");
  const destinations = searches === undefined
    ? []
    : searchSections(searches).flatMap(destinationSections);
  return [root.section("LE"), root.section("Leexport"), root.section("Services"), ...destinations]
    .filter((section) => section !== undefined);
}

/** The names of services that destinations use. */
function servicesIn(searches: IniSection): ReadonlySet<string> {
  const names = searchSections(searches).flatMap(destinationSections)
    .map((destination) => destination.value("service")?.text.trim());
  return new Set(names.filter((name) => name !== undefined));
}
