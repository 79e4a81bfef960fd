/**
 * One key of the config file, declared once: parsing, `check`, `services`, the reference pages and the starter file all
 * come from this declaration. A declaration is plain data, so that it can cross the boundary of a sandbox.
 *
 * @module
 */

/**
 * What a key holds, and how its text is read:
 * - `text`: one text; an unquoted comma belongs to it
 * - `url`: an absolute http or https address; its host may be reached by the service
 * - `hosts`: one or more `host:port`; they may be reached by the service
 * - `list`: texts, separated by commas
 * - `integer`: a whole number between `min` and `max`
 * - `choice`: one of `choices`
 * - `file`: a path; the file may be read by the service
 */
export type KeyType = "text" | "url" | "hosts" | "list" | "integer" | "choice" | "file";

/** Which answers of a query something can use: values over time, or one value for each group. */
export type AnswerShape = "series" | "groups";

/** Whether a service can do without an `api_key` of its own. */
export type ApiKeyUse = "required" | "optional";

/** One permitted value of a `choice` key. */
export interface Choice {
  readonly value: string;
  /** One sentence. */
  readonly help: string;
  /** The answers that this choice can draw; absent = any. `check` compares it with the statement. */
  readonly accepts?: readonly AnswerShape[];
}

/** What a key's value can be once read. */
export type OptionValue = string | number | readonly string[] | undefined;

/** A declared key. The type parameter is what reading it gives; it exists in the compiler only. */
export interface Key<Value extends OptionValue = OptionValue> {
  readonly type: KeyType;
  /** One sentence without a full stop, for `services`, the reference and messages. */
  readonly help: string;
  readonly required: boolean;
  /** Taken when the key is missing, written as in the config file. */
  readonly default?: string;
  /** Whether the value is hidden wherever it would be seen. */
  readonly secret: boolean;
  readonly choices?: readonly Choice[];
  /** Smallest and largest `integer`. */
  readonly min?: number;
  readonly max?: number;
  /** Never set: carries the type of the value. */
  readonly value?: Value;
}

/** The keys of a section, by name. */
export type KeyTable = Readonly<Record<string, Key>>;

/** The values that reading a {@linkcode KeyTable} gives. */
export type OptionsOf<Keys extends KeyTable> = {
  readonly [Name in keyof Keys]: Keys[Name] extends Key<infer Value> ? Value : never;
};

/** What may be said about a key besides its type and its help. */
export interface KeyOptions {
  /** Taken when the key is missing, written as in the config file. */
  readonly default?: string;
}

function key<Value extends OptionValue>(
  type: KeyType,
  help: string,
  options: KeyOptions & Partial<Key<Value>>,
): Key<Value> {
  return { type, help, required: options.default === undefined, secret: false, ...options };
}

/** Declares a key that holds one text. */
export function text(help: string, options: KeyOptions = {}): Key<string> {
  return key("text", help, options);
}

/** Declares a key that holds an http or https address which the service may reach. */
export function url(help: string, options: KeyOptions = {}): Key<string> {
  return key("url", help, options);
}

/** Declares a key that holds one or more `host:port` which the service may reach. */
export function hosts(help: string, options: KeyOptions = {}): Key<readonly string[]> {
  return key("hosts", help, options);
}

/** Declares a key that holds texts, separated by commas. */
export function list(help: string, options: KeyOptions = {}): Key<readonly string[]> {
  return key("list", help, options);
}

/** Declares a key that holds a whole number; both limits belong to the range. */
export function integer(
  help: string,
  options: KeyOptions & { readonly min?: number; readonly max?: number } = {},
): Key<number> {
  return key("integer", help, options);
}

/** Declares a key that holds one of a few values. */
export function choice(
  help: string,
  choices: readonly Choice[],
  options: KeyOptions = {},
): Key<string> {
  return key("choice", help, { ...options, choices });
}

/** Declares a key that holds the path of a file which the service may read. */
export function file(help: string, options: KeyOptions = {}): Key<string> {
  return key("file", help, options);
}

/** Makes a key one that may be left out; its value is then `undefined`. */
export function optional<Value extends OptionValue>(key: Key<Value>): Key<Value | undefined> {
  return { ...key, required: false } as Key<Value | undefined>;
}

/** Makes a key one whose value is never shown. */
export function secret<Value extends OptionValue>(key: Key<Value>): Key<Value> {
  return { ...key, secret: true };
}
