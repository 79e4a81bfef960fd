import type { Key, KeyTable, OptionValue } from "../key.ts";
import type { Severity } from "../errors.ts";
import { suggest } from "../suggest.ts";
import type { IniMember, IniSection, IniValue, Position } from "./ini/section.ts";
import { oneOf, readValue, type WrittenValue } from "./read_value.ts";
import { type ReadContext, type References, writtenValue } from "./written_value.ts";

/** A key that was read. */
export interface ReadKey {
  readonly key: Key;
  readonly value: OptionValue;
  /** Where it was written; `undefined` if its default was taken. */
  readonly from: IniValue | undefined;
  /** Whether a `${kind:name}` went into it. */
  readonly shown: WrittenValue["shown"];
}

/** The keys of a section, read by their declarations. What is missing here had a problem, or may be missing. */
export class ReadSection {
  readonly #keys: ReadonlyMap<string, ReadKey>;

  constructor(keys: ReadonlyMap<string, ReadKey>) {
    this.#keys = keys;
  }

  get(name: string): ReadKey | undefined {
    return this.#keys.get(name);
  }

  entries(): Iterable<[string, ReadKey]> {
    return this.#keys;
  }

  text(name: string): string | undefined {
    const value = this.#keys.get(name)?.value;
    return typeof value === "string" ? value : undefined;
  }

  integer(name: string): number | undefined {
    const value = this.#keys.get(name)?.value;
    return typeof value === "number" ? value : undefined;
  }

  list(name: string): readonly string[] {
    const value = this.#keys.get(name)?.value;
    return typeof value === "object" ? value : [];
  }
}

/** How a section is read. */
export interface SectionOptions {
  /** The section in messages: `[LE]`, `search "errors"`. */
  readonly label: string;
  readonly references: References;
  readonly context: ReadContext;
}

/**
 * Reads the keys of a section, and notes what is missing or unreadable.
 *
 * @param section The section.
 * @param keys What it may hold; other members are left alone, see {@linkcode noteUnknown}.
 */
export function readSection(
  section: IniSection,
  keys: KeyTable,
  options: SectionOptions,
): ReadSection {
  const read = new Map<string, ReadKey>();
  for (const [name, key] of Object.entries(keys)) {
    const member = section.members.get(name);
    const one = member === undefined || member.kind === "section"
      ? withoutValue(key, { name, member, section, options })
      : readOne(member, key, options);
    if (one !== undefined) read.set(name, one);
  }
  return new ReadSection(read);
}

function readOne(value: IniValue, key: Key, options: SectionOptions): ReadKey | undefined {
  const { context, references } = options;
  const label = `${value.name} of ${options.label}`;
  const written = writtenValue(value, { key, label, references, context });
  if (written === undefined) return undefined;
  if (key.type === "text" && key.required && written.text === "" && value.style === "plain") {
    const hint = `write a value, or "" to leave it empty on purpose: ${key.help}`;
    context.problems.error(value, `Cannot read ${label}: it is empty`, hint);
    return undefined;
  }
  const result = readValue(key, written, context);
  if ("found" in result) {
    context.problems.error(value.textAt, `Cannot read ${label}: ${result.found}`, result.hint);
    return undefined;
  }
  if (result.value === undefined) return withDefault(key, { label, at: value, context });
  return { key, value: result.value, from: value, shown: written.shown };
}

function withoutValue(
  key: Key,
  { name, member, section, options }: {
    readonly name: string;
    readonly member: IniSection | undefined;
    readonly section: IniSection;
    readonly options: SectionOptions;
  },
): ReadKey | undefined {
  const { label, context } = options;
  if (member !== undefined) {
    const message = `Cannot read ${name} of ${label}: ${headerOf(member)} is a section`;
    context.problems.error(member, message, `write ${name} = …: ${key.help}`);
    return undefined;
  }
  if (key.required && !section.damaged) {
    const message = `Cannot use ${label}: ${name} is missing`;
    context.problems.error(section, message, `add ${name} = …: ${key.help}`);
  }
  return withDefault(key, { label: `${name} of ${label}`, at: section, context });
}

function withDefault(
  key: Key,
  { label, at, context }: {
    readonly label: string;
    readonly at: Position;
    readonly context: ReadContext;
  },
): ReadKey | undefined {
  if (key.default === undefined) return undefined;
  const written: WrittenValue = {
    text: key.default,
    items: [key.default],
    style: "text",
    shown: "plain",
  };
  const result = readValue(key, written, context);
  if ("found" in result) {
    const message = `Cannot take the default of ${label}: ${result.found}`;
    context.problems.error(at, message, "correct the service module");
    return undefined;
  }
  return { key, value: result.value, from: undefined, shown: "plain" };
}

/** What to make of members that nobody asked for. */
export interface UnknownOptions {
  /** The section in messages. */
  readonly label: string;
  /** Names of keys that are understood. */
  readonly keys: readonly string[];
  /** Names of sections that are understood. */
  readonly sections?: readonly string[];
  /** Further names of sections that are understood. */
  readonly isSection?: (name: string) => boolean;
  /** Members that were ignored ever since are a `warning`. */
  readonly severity: Severity;
  /** Why the name is not understood: `service "geckoboard" has no such key`. */
  readonly why: string;
  /** Values that other values refer to by `%(name)s`. */
  readonly used: ReadonlySet<IniValue>;
  readonly context: ReadContext;
}

/**
 * Notes members of a section that nobody asked for. `DEFAULT` sections and values that `%(name)s` refers to are of use.
 */
export function noteUnknown(section: IniSection, options: UnknownOptions): void {
  const { keys, sections = [], isSection = () => false } = options;
  const knownKeys = new Set(keys);
  const knownSections = new Set(["DEFAULT", ...sections]);
  for (const [name, member] of section.members) {
    const known = member.kind === "value"
      ? knownKeys.has(name) || options.used.has(member)
      : knownKeys.has(name) || knownSections.has(name) || isSection(name);
    if (!known) noteOne(member, options);
  }
}

function noteOne(member: IniMember, options: UnknownOptions): void {
  const { label, keys, sections = [], severity, why, context } = options;
  const name = member.name ?? "";
  const what = member.kind === "section" ? `section ${headerOf(member)}` : `key "${name}"`;
  const ignored = severity === "warning" ? ", so it is ignored" : "";
  const message = `Cannot use ${what} in ${label}: ${why}${ignored}`;
  const hint = unknownHint(name, member.kind === "section" ? sections : keys);
  context.problems.add(severity, { at: member, message, hint });
}

/** A section as its header is written: `[[name]]`. */
export function headerOf({ name, depth }: IniSection): string {
  return `${"[".repeat(depth)}${name}${"]".repeat(depth)}`;
}

function unknownHint(name: string, known: readonly string[]): string {
  const meant = suggest(name, known);
  if (meant !== undefined) return `did you mean "${meant}"?`;
  return known.length === 0 ? "remove it" : `remove it, or write ${oneOf(known)}`;
}
