/**
 * Words of mdoc(7), the language of manual pages that says what things are rather than how they look.
 *
 * @module
 */

/** Signs that roff would draw as other ones, or read as its own. */
const SIGNS: Readonly<Record<string, string>> = {
  "\\": "\\e",
  "-": "\\-",
  "'": "\\(aq",
  "`": "\\(ga",
  "^": "\\(ha",
  "~": "\\(ti",
  '"': "\\(dq",
};
const LITERAL_REGEXP = /[-\\'`^~"]/g;
const FOREIGN_REGEXP = /[^\x20-\x7e\n]/gu;
/** Dashes that an option begins with: others may be drawn as hyphens. */
const DASHES_REGEXP = /(?<![\w-])-+(?=\w)/g;
/** Names of files, keys and addresses: a name that is broken in two can be neither searched for nor copied. */
const NAME_REGEXP = /(?<!\S)\w+(?=[./_:][\w/])/g;
const SENTENCE_REGEXP = /(?<=[a-z0-9)`*][.!?]) (?=[A-Z`[])/g;

/** Text that is typed as it stands, within a line of a macro or of text. */
export function literal(text: string): string {
  return foreign(text.replaceAll(LITERAL_REGEXP, (sign) => SIGNS[sign]!));
}

/**
 * Running text: a sentence a line, as roff wants it; what stands between backticks is set off.
 *
 * @param markdown Text in which backticks are the only markup.
 */
export function prose(markdown: string): string {
  const lines = markdown.replaceAll(SENTENCE_REGEXP, "\n").split("\n");
  return lines.map((line) => guard(line.split("`").map(part).join(""))).join("\n");
}

function part(text: string, index: number): string {
  if (index % 2 === 1) return bold(text);
  const escaped = text.replaceAll("\\", "\\e").replaceAll(DASHES_REGEXP, literal)
    .replaceAll(NAME_REGEXP, "\\%$&");
  return foreign(escaped);
}

/** Something to be typed, set off in running text. */
export function bold(text: string): string {
  return `\\fB${literal(text).replaceAll(/(?<!\S)(?=\w)/g, "\\%")}\\fR`;
}

function foreign(text: string): string {
  return text.replaceAll(
    FOREIGN_REGEXP,
    (sign) =>
      sign === "…"
        ? "..."
        : `\\[u${sign.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}]`,
  );
}

/** A term that is no macro, whatever its words are. */
export function verbatim(term: string): string {
  return `"${term.replaceAll('"', SIGNS['"']!)}"`;
}

/** A line of text that begins like a macro is none. */
function guard(line: string): string {
  return /^[.']/.test(line) ? `\\&${line}` : line;
}

/** One entry of a list: what is explained, as the arguments of `.It`, and lines that explain it. */
export interface Entry {
  readonly term: string;
  readonly lines: readonly string[];
}

/** A list of terms with what they mean. */
export function tagList(entries: readonly Entry[]): string[] {
  if (entries.length === 0) return [];
  const items = entries.flatMap(({ term, lines }) => [`.It ${term}`, ...lines]);
  return [".Bl -tag -width Ds", ...items, ".El"];
}

/** Lines that are shown as they are. */
export function display(text: string): string[] {
  const lines = text.trimEnd().split("\n").map((line) => guard(literal(line)));
  return [".Bd -literal -offset indent", ...lines, ".Ed"];
}

/** What every page begins with. */
export interface PageHead {
  readonly name: string;
  /** Number of the chapter: 1 are commands, 5 files. */
  readonly chapter: number;
  /** What `apropos` prints behind the name. */
  readonly purpose: string;
  /** `November 24, 2026`. */
  readonly date: string;
  readonly version: string;
}

/** The lines that every page begins with, and the section NAME. */
export function pageHead({ name, chapter, purpose, date, version }: PageHead): string[] {
  return [
    `.Dd ${date}`,
    `.Dt ${name.toUpperCase()} ${chapter}`,
    `.Os leexport ${version}`,
    ".Sh NAME",
    `.Nm ${name}`,
    `.Nd ${purpose}`,
  ];
}
