import { readIni } from "../config/ini/read_ini.ts";
import { LeexportError } from "../errors.ts";

/** What a value may stand between, the plainest first. */
const VALUE_QUOTES: readonly string[] = ["", '"', "'", "'''", '"""'];
const NAME_QUOTES = VALUE_QUOTES.slice(0, 3);
const NAME_TO_REPLACE_REGEXP = /%\([^)]*\)s/;

/** The key that stands for a percent sign where `%(name)s` is meant as it is. */
export const PERCENT_KEY = "percent";

/**
 * Writes a text so that the reader of config files gives back the very same: bare where that is enough, else between
 * quotes.
 *
 * @throws {LeexportError} If no quotes can hold it: it has `'''` and `"""`, or a line end that no text file keeps.
 */
export function writeText(text: string): string {
  const quotes = text === "" ? VALUE_QUOTES.slice(1) : VALUE_QUOTES;
  return writeBetween(quotes, { text, read: valueOf });
}

/** Writes the name of a section, without its brackets; as {@linkcode writeText}, but on one line. */
export function writeName(name: string): string {
  return writeBetween(NAME_QUOTES, { text: name, read: nameOf });
}

/** Takes the first quotes that the reader understands; those that the text holds itself only if there are no others. */
function writeBetween(
  quotes: readonly string[],
  { text, read }: {
    readonly text: string;
    readonly read: (written: string) => string | undefined;
  },
): string {
  const ways = quotes.map((quote) => ({
    written: quote + text + quote,
    clear: quote === "" || !text.includes(quote),
  }));
  const right = ways.filter(({ written }) => read(written) === text);
  return (right.find(({ clear }) => clear) ?? right[0] ?? refuse(text)).written;
}

/**
 * Has `%(name)s` in a text mean itself. A section that holds such a text also needs `percent = %`.
 *
 * @returns The text with each `%(` as `%(percent)s(`; the same text if nothing in it would be replaced.
 */
export function keepPercentSigns(text: string): string {
  return NAME_TO_REPLACE_REGEXP.test(text) ? text.replaceAll("%(", `%(${PERCENT_KEY})s(`) : text;
}

function valueOf(written: string): string | undefined {
  const { root, errors } = readIni(`key = ${written}\n`);
  const value = root.members.get("key");
  if (errors.length > 0 || root.members.size !== 1 || value?.kind !== "value") return undefined;
  return typeof value.value === "string" ? value.value : undefined;
}

function nameOf(written: string): string | undefined {
  const { root, errors } = readIni(`[${written}]\n`);
  const [section] = root.members.values();
  if (errors.length > 0 || root.members.size !== 1 || section?.kind !== "section") return undefined;
  return section.name;
}

function refuse(text: string): never {
  throw new LeexportError(
    `Cannot write ${JSON.stringify(text)} into a config file: no quotes can hold it`,
    { hint: `write it on one line, without ''' or """ in it` },
  );
}
