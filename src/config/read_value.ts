/**
 * How the text of a key becomes its value: one function for each type of key, the same for the program's own keys and
 * for those that services declare.
 *
 * @module
 */

import { isAbsolute, resolve } from "node:path";
import type { Key, OptionValue } from "../key.ts";
import { suggest } from "../suggest.ts";

/** What stands behind `=`, quotes, comments and references already dealt with. */
export interface WrittenValue {
  /** As one text: what a list was typed as. */
  readonly text: string;
  /** As a list; one item if it was written as one text. */
  readonly items: readonly string[];
  /** Whether it was a list, or one text. */
  readonly style: "text" | "list";
  /** Whether the value may be shown in a message. */
  readonly shown: "plain" | "hidden";
}

/** Why a text is no value of its key. Neither part holds the value of a hidden one. */
export interface Fault {
  /** `"five" is not a whole number`: what was found, without a full stop. */
  readonly found: string;
  readonly hint: string;
}

/** A value, or why there is none. */
export type ReadResult = { readonly value: OptionValue } | Fault;

const LONGEST_SHOWN = 60;
const PLACEHOLDER_REGEXP = /^(?:\{[^]*\}|<[^]*>|\.\.\.|…|x{3,}|\$[A-Za-z_]\w*|\$\{\w*\})$/i;
const HOST_REGEXP =
  /^(?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?):(\d{1,5})$/;

/** Whether a text only says what ought to be written: `{your api key}`, `<key>`, `...`, `$KEY`. */
export function isPlaceholder(text: string): boolean {
  return PLACEHOLDER_REGEXP.test(text.trim());
}

/**
 * Reads what was written as the type of its key wants it.
 *
 * @param key The key's declaration.
 * @param written What the file holds.
 * @param options.folder Folder at which relative paths begin.
 * @returns The value; `undefined` inside for a key that may be left out and is empty.
 */
export function readValue(
  key: Key,
  written: WrittenValue,
  { folder }: { readonly folder: string },
): ReadResult {
  const text = written.text.trim();
  if (text === "" && key.type !== "text") return emptyValue(key);
  if (key.secret && isPlaceholder(text)) return placeholder(key);
  switch (key.type) {
    case "text":
      return { value: written.text };
    case "url":
      return isPlaceholder(text) ? placeholder(key) : readUrl(text);
    case "list":
      return readItems(key, written.style === "list" ? written.items : text.split(","));
    case "hosts":
      return readHosts(key, written);
    case "integer":
      return readInteger(key, written);
    case "choice":
      return readChoice(key, written);
    case "file":
      return { value: isAbsolute(text) ? text : resolve(folder, text) };
  }
}

/** The value of a key as a message may show it: quoted and not too long, or not at all. */
export function shownValue(key: Key, { text, shown }: WrittenValue): string {
  if (key.secret || shown === "hidden") return "the value";
  return quoted(text.trim());
}

function quoted(text: string): string {
  return JSON.stringify(text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text);
}

function emptyValue(key: Key): ReadResult {
  if (!key.required) return { value: undefined };
  return { found: "it is empty", hint: `write a value: ${key.help}` };
}

function placeholder(key: Key): Fault {
  const hint = key.secret
    ? "write the key itself, or ${env:NAME}, ${file:PATH} or ${credential:NAME}"
    : `write the value itself: ${key.help}`;
  return { found: "it is still a placeholder", hint };
}

function readUrl(text: string): ReadResult {
  if (!/^https?:\/\//i.test(text)) {
    return { found: "it does not begin with https:// or http://", hint: "write a whole address" };
  }
  if (!URL.canParse(text) || /\s/.test(text)) {
    return { found: "it is no valid address", hint: "write https://host/path" };
  }
  return { value: text };
}

function readItems(key: Key, written: readonly string[]): ReadResult {
  const items = written.map((item) => item.trim()).filter((item) => item !== "");
  return items.length === 0 ? emptyValue(key) : { value: items };
}

function readHosts(key: Key, { items, shown }: WrittenValue): ReadResult {
  const hosts: string[] = [];
  for (const item of items.flatMap((item) => item.split(","))) {
    const host = item.trim().toLowerCase();
    if (host === "") continue;
    const port = Number(HOST_REGEXP.exec(host)?.[1] ?? 0);
    if (port < 1 || port > 65_535) {
      const what = key.secret || shown === "hidden" ? "an item" : quoted(item.trim());
      return { found: `${what} is not host:port`, hint: "write it like broker-1:9092" };
    }
    hosts.push(host);
  }
  return hosts.length === 0 ? emptyValue(key) : { value: hosts };
}

function readInteger(key: Key, written: WrittenValue): ReadResult {
  const { min = 0, max = Number.MAX_SAFE_INTEGER } = key;
  const text = written.text.trim();
  const limits = max === Number.MAX_SAFE_INTEGER ? `from ${min}` : `from ${min} to ${max}`;
  const hint = `write a whole number ${limits}: ${key.help}`;
  if (!/^[+-]?\d+$/.test(text)) {
    return { found: `${shownValue(key, written)} is not a whole number`, hint };
  }
  const value = Number(text);
  if (value < min) return { found: `${shownValue(key, written)} is below ${min}`, hint };
  if (value > max) return { found: `${shownValue(key, written)} is above ${max}`, hint };
  return { value };
}

function readChoice(key: Key, written: WrittenValue): ReadResult {
  const text = written.text.trim();
  const values = (key.choices ?? []).map(({ value }) => value);
  if (values.includes(text)) return { value: text };
  const meant = suggest(text, values);
  const hint = meant === undefined ? `write ${oneOf(values)}` : `did you mean "${meant}"?`;
  return { found: `${shownValue(key, written)} is not ${oneOf(values)}`, hint };
}

/** Words as a sentence lists alternatives: `a, b or c`. */
export function oneOf(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
