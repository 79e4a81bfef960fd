import { oneOf } from "../config/read_value.ts";
import type { Key, KeyTable } from "../key.ts";
import { keepPercentSigns, PERCENT_KEY, writeText } from "./written_text.ts";

/** Columns of a comment, its indent included. */
const WIDTH = 100;
/** Behind `#` in place of a value that has no default. */
const NO_VALUE = "…";

/** How a section is written. */
export interface SectionOptions {
  /** Values by key, as the reader shall give them back. */
  readonly values: Readonly<Record<string, string>>;
  /** Keys that are not even shown as comments. */
  readonly hidden?: readonly string[];
  /** Blanks before each line. */
  readonly indent: string;
}

/**
 * Writes the keys of a section: first those with a value, then the others as comments with what holds without them.
 * What is said of each key is its declaration's help.
 *
 * @param keys The declaration.
 * @returns Lines without line feeds; a value between triple quotes may hold some.
 */
export function sectionLines(
  keys: KeyTable,
  { values, hidden = [], indent }: SectionOptions,
): string[] {
  const entries = Object.entries(keys);
  const given = entries.flatMap(([name, key]) => {
    const value = values[name];
    return value === undefined ? [] : [
      ...comment(explain(key), indent),
      `${indent}${name} = ${writeText(keepPercentSigns(value))}`,
    ];
  });
  const others = entries.filter(([name]) => values[name] === undefined && !hidden.includes(name));
  const gap = others.length === 0 ? [] : [""];
  return [...percentLines(values, indent), ...given, ...gap, ...others.flatMap(leftOut(indent))];
}

function leftOut(indent: string): (entry: readonly [string, Key]) => string[] {
  return ([name, key]) => [
    ...comment(explain(key), indent),
    `${indent}# ${name} = ${key.default ?? NO_VALUE}`,
  ];
}

function percentLines(values: Readonly<Record<string, string>>, indent: string): string[] {
  const needed = Object.values(values).some((value) => keepPercentSigns(value) !== value);
  if (!needed) return [];
  return [
    ...comment(`Stands for % below, where %(…)s is not meant to be replaced`, indent),
    `${indent}${PERCENT_KEY} = %`,
  ];
}

function explain({ help, choices = [] }: Key): string {
  if (choices.length === 0) return help;
  return `${help}: ${oneOf(choices.map(({ value }) => value))}`;
}

/** Breaks a sentence into lines of comment. */
export function comment(text: string, indent: string): string[] {
  const lines: string[] = [];
  let line = `${indent}#`;
  for (const word of text.split(" ")) {
    if (line.length + 1 + word.length > WIDTH && line !== `${indent}#`) {
      lines.push(line);
      line = `${indent}#`;
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}
