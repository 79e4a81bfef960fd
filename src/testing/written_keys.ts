import type { IniError } from "../config/ini/ini_error.ts";
import { IniSection, type IniValue } from "../config/ini/section.ts";
import { ProblemList } from "../config/problem_list.ts";
import { noteUnknown, type ReadSection, readSection } from "../config/read_section.ts";
import { LeexportError } from "../errors.ts";
import type { KeyTable } from "../key.ts";
import { withHint } from "../with_hint.ts";

/** The keys of a section as the config file has them: numbers and lists may be given as such. */
export type WrittenKeys = Readonly<Record<string, string | number | readonly string[]>>;

const AT = { line: 1, column: 1 };

/**
 * Reads keys by their declarations, by the same code that reads a config file.
 *
 * @param written The keys.
 * @param keys Their declarations.
 * @param options.label The section in messages.
 * @param options.service Name of the service, for messages.
 * @throws {LeexportError} If a key is missing, unknown or unreadable; all problems at once.
 */
export function readWrittenKeys(
  written: WrittenKeys,
  keys: KeyTable,
  { label, service }: { readonly label: string; readonly service: string },
): ReadSection {
  const problems = new ProblemList("");
  const context = {
    problems,
    folder: Deno.build.os === "windows" ? "C:\\" : "/",
    references: new Map(),
    forgiven: new Set<IniError>(),
  };
  const section = sectionOf(written);
  noteUnknown(section, {
    label,
    keys: Object.keys(keys),
    severity: "error",
    why: `service "${service}" has no such key`,
    used: new Set(),
    context,
  });
  const read = readSection(section, keys, { label, references: "literal", context });
  if (!problems.hasErrors) return read;
  const found = problems.sorted().map(({ message, hint }) => withHint(message, hint));
  throw new LeexportError(found.join("\n"));
}

function sectionOf(written: WrittenKeys): IniSection {
  const section = new IniSection(AT);
  for (const [name, value] of Object.entries(written)) {
    section.members.set(name, valueOf(name, value));
  }
  return section;
}

function valueOf(name: string, written: WrittenKeys[string]): IniValue {
  const value = typeof written === "object" ? written : String(written);
  return {
    ...AT,
    kind: "value",
    name,
    style: typeof value === "string" ? "quoted" : "list",
    value,
    text: typeof value === "string" ? value : value.join(", "),
    textAt: AT,
    expanded: false,
    comment: undefined,
    error: undefined,
  };
}
