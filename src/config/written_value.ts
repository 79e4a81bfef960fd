import type { Key } from "../key.ts";
import { Secret } from "../secret.ts";
import { suggest } from "../suggest.ts";
import type { IniError } from "./ini/ini_error.ts";
import { type IniValue, positionIn } from "./ini/section.ts";
import type { ProblemList } from "./problem_list.ts";
import type { WrittenValue } from "./read_value.ts";
import {
  OPEN_REFERENCE_REGEXP,
  REFERENCE_KINDS,
  REFERENCE_REGEXP,
  referenceKind,
  type ResolvedReferences,
} from "./references.ts";

/** What reading a section needs besides the section. */
export interface ReadContext {
  readonly problems: ProblemList;
  /** Folder at which relative paths begin. */
  readonly folder: string;
  /** What the file's references stand for; empty where none are looked for. */
  readonly references: ResolvedReferences;
  /** Errors of the dialect that do not count, because the key holds one text. Written while reading. */
  readonly forgiven: Set<IniError>;
}

/** A key and what to call it in messages. */
export interface NamedKey {
  readonly key: Key;
  /** `query_period of search "errors"` */
  readonly label: string;
}

/** Where `${kind:name}` is replaced: `[LE]`, `[Services]` and destinations; a statement may mean it literally. */
export type References = "replaced" | "literal";

/**
 * Takes a value out of the file: says what the dialect cut off or could not read, and replaces references.
 *
 * @param value The value as the dialect has it.
 * @param options.references Whether `${kind:name}` is replaced.
 * @returns `undefined` if it cannot be used; the problem has been noted.
 */
export function writtenValue(
  value: IniValue,
  { key, label, references, context }: NamedKey & {
    readonly references: References;
    readonly context: ReadContext;
  },
): WrittenValue | undefined {
  const read = readable(value, { key, label, context });
  if (read === undefined) return undefined;
  if (references === "literal" || !read.text.includes("${")) return read;
  return replaceReferences(read, { key, label, value, context });
}

function readable(
  value: IniValue,
  { key, label, context }: NamedKey & { readonly context: ReadContext },
): WrittenValue | undefined {
  const { error } = value;
  if (error === undefined) {
    warnOfCut(value, { label, context });
    const { text } = value;
    if (typeof value.value !== "string") {
      return { text, items: value.value, style: "list", shown: "plain" };
    }
    return { text, items: [text], style: "text", shown: "plain" };
  }
  if (value.style !== "broken") {
    context.problems.error(error, error.message, error.hint);
    return undefined;
  }
  const text = key.type === "text" ? textWithCommas(value.text) : undefined;
  if (text === undefined) return undefined;
  context.forgiven.add(error);
  return { text, items: [text], style: "text", shown: "plain" };
}

/**
 * `groupby("k 1", "k 2")` is no list that ConfigObj can read, but one text all the same. Only what begins bare and
 * holds a comma is taken so.
 */
function textWithCommas(text: string): string | undefined {
  const bare = text[0] !== '"' && text[0] !== "'" && text.includes(",");
  if (!bare || text.includes("%(") || text.includes("#")) return undefined;
  return text.trimEnd();
}

/** Warns where an unquoted `#` cut off what looks like a part of the value. */
function warnOfCut(
  { style, text, comment }: IniValue,
  { label, context }: { readonly label: string; readonly context: ReadContext },
): void {
  if (comment === undefined || (style !== "plain" && style !== "list")) return;
  const looksCut = text === ""
    ? /^#[^\s#]/.test(comment.text)
    : comment.tight || (opensMore(text) && comment.text.includes(")"));
  if (!looksCut) return;
  context.problems.warn(
    comment,
    `Cannot use all of ${label}: the unquoted # begins a comment that cuts the value`,
    "put ''' before and behind the whole value, or a blank before the # of a comment",
  );
}

function opensMore(text: string): boolean {
  return text.split("(").length > text.split(")").length;
}

function replaceReferences(
  written: WrittenValue,
  { key, label, value, context }: NamedKey & {
    readonly value: IniValue;
    readonly context: ReadContext;
  },
): WrittenValue | undefined {
  const open = OPEN_REFERENCE_REGEXP.exec(written.text);
  if (open !== null) {
    const message = `Cannot read ${label}: its "\${…" is never closed`;
    context.problems.error(positionIn(value, open.index), message, "write } at its end");
    return undefined;
  }
  let usable = true;
  for (const match of written.text.matchAll(REFERENCE_REGEXP)) {
    const fault = faultOf(match, { key, references: context.references });
    if (fault === undefined) continue;
    usable = false;
    const message = `Cannot read ${label}: ${fault.found}`;
    context.problems.error(positionIn(value, match.index), message, fault.hint);
  }
  if (!usable) return undefined;
  const replace = (text: string) =>
    text.replaceAll(REFERENCE_REGEXP, (whole) => context.references.get(whole)?.text ?? whole);
  const text = replace(written.text);
  if (text === written.text) return written;
  return { ...written, text, items: written.items.map(replace), shown: "hidden" };
}

function faultOf(
  [whole, word = ""]: RegExpMatchArray,
  { key, references }: { readonly key: Key; readonly references: ResolvedReferences },
): { readonly found: string; readonly hint: string } | undefined {
  if (referenceKind(word) === undefined) {
    const meant = suggest(word, REFERENCE_KINDS);
    if (meant === undefined && !key.secret) return undefined;
    return {
      found: `"\${${word}:…}" is no known reference`,
      hint: meant === undefined
        ? "write ${env:NAME}, ${file:PATH} or ${credential:NAME}"
        : `did you mean "\${${meant}:…}"?`,
    };
  }
  const resolved = references.get(whole);
  if (resolved === undefined || resolved.text !== undefined) return undefined;
  return resolved;
}

/** Has a text that came by reference taken out of every line of log. */
export function hideReferences({ text }: IniValue, references: ResolvedReferences): void {
  for (const [whole] of text.matchAll(REFERENCE_REGEXP)) {
    const resolved = references.get(whole)?.text;
    if (resolved !== undefined) new Secret(resolved);
  }
}
