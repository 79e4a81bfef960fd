import { SECTIONS, type SectionSchema } from "../../src/config/schema.ts";
import type { Key, KeyTable } from "../../src/key.ts";
import type { ServiceDescription } from "../../src/service_description.ts";
import { defaultOf, valueOf } from "../reference/key_words.ts";
import { fromMarkdown, sectionOf } from "./markdown.ts";
import {
  bold,
  type Entry,
  literal,
  type PageHead,
  pageHead,
  prose,
  tagList,
  verbatim,
} from "./mdoc.ts";

/** What the page is made of. */
export interface ConfigPageOptions extends Pick<PageHead, "date" | "version"> {
  readonly services: readonly ServiceDescription[];
  /** docs/configuration.md: the dialect, and what windows are, are told there. */
  readonly manual: string;
}

/**
 * Writes the page leexport.ini(5).
 *
 * @returns The page in mdoc(7).
 */
export function configPage({ services, manual, ...head }: ConfigPageOptions): string {
  const lines = [
    ...pageHead({ name: "leexport.ini", chapter: 5, purpose: "config file of leexport", ...head }),
    ".Sh DESCRIPTION",
    ...fromMarkdown(sectionOf(manual, "Configuration")),
    ".Sh SYNTAX",
    ...fromMarkdown(sectionOf(manual, "How values are written")),
    ".Sh SECTIONS",
    ...SECTIONS.flatMap(sectionLines),
    ".Sh WINDOWS",
    ...fromMarkdown(sectionOf(manual, "Windows")),
    ".Sh SERVICES",
    ...services.flatMap(serviceLines),
    ".Sh FILES",
    ...tagList([{
      term: `Pa ${literal("/etc/leexport/config.ini")}`,
      lines: [prose("The file that the unit for systemd names. Any other place will do.")],
    }]),
    ".Sh SEE ALSO",
    ".Xr leexport 1 ,",
    ".Xr systemd.exec 5",
  ];
  return `${lines.join("\n")}\n`;
}

function sectionLines({ header, help, keys }: SectionSchema): string[] {
  return [`.Ss ${literal(header)}`, prose(`${help}.`), ...keyList(keys)];
}

function serviceLines({ name, summary, keys }: ServiceDescription): string[] {
  const none = Object.keys(keys).length === 0 ? ["It has no keys of its own."] : [];
  return [`.Ss service = ${literal(name)}`, prose(`${summary}.`), ...none, ...keyList(keys)];
}

function keyList(keys: KeyTable): string[] {
  return tagList(Object.entries(keys).map(([name, key]) => keyEntry(name, key)));
}

function keyEntry(name: string, key: Key): Entry {
  const { help, secret, choices = [] } = key;
  return {
    term: verbatim(`${bold(name)} (${literal(valueOf(key, plain))}; ${requirement(key)})`),
    lines: [
      prose(`${help}.`),
      ...secret ? ["Never shown."] : [],
      ...tagList(choices.map(({ value, help }) => ({
        term: verbatim(bold(value)),
        lines: [prose(`${help}.`)],
      }))),
    ],
  };
}

function requirement(key: Key): string {
  const preset = defaultOf(key, plain);
  if (key.default !== undefined) return `default ${literal(preset)}`;
  return key.required ? preset : "may be left out";
}

/** The whole line is set off already. */
function plain(text: string): string {
  return text;
}
