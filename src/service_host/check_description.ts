import type { AnswerShape, ApiKeyUse, Choice, Key, KeyTable, KeyType } from "../key.ts";
import { type PushLimit, RESERVED_KEYS } from "../service_description.ts";
import { isObject } from "./read_reply.ts";

/** What a module says of itself, checked. */
export interface ModuleDescription {
  readonly summary: string;
  readonly keys: KeyTable;
  readonly accepts: readonly AnswerShape[];
  readonly apiKey: ApiKeyUse;
  readonly pushLimit?: PushLimit;
}

const RESERVED: ReadonlySet<string> = new Set(RESERVED_KEYS);
const KEY_NAME_REGEXP = /^[a-z][a-z0-9_]{0,63}$/;
const KEY_TYPES: Readonly<Record<KeyType, true>> = {
  text: true,
  url: true,
  hosts: true,
  list: true,
  integer: true,
  choice: true,
  file: true,
};
const BUILDERS = `${Object.keys(KEY_TYPES).join("(), ")}()`;
const MOST_KEYS = 100;
const MOST_CHOICES = 100;
const LONGEST_TEXT = 1000;

/**
 * Checks what a module says of itself, and takes over nothing that was not asked for.
 *
 * @param value Plain data; it may come from anywhere.
 * @returns A frozen description.
 * @throws {TypeError} If a rule is broken; the text says which.
 */
export function checkDescription(value: unknown): ModuleDescription {
  if (!isObject(value)) throw new TypeError("it does not describe itself");
  const { summary, keys, accepts, apiKey, pushLimit } = value;
  if (!isText(summary)) throw new TypeError("its static summary is no text");
  if (!isObject(keys)) throw new TypeError("its static keys are no object of keys");
  const entries = Object.entries(keys);
  if (entries.length > MOST_KEYS) throw new TypeError(`it has more than ${MOST_KEYS} keys`);
  const checked = entries.map(([name, key]) => [name, checkKey(name, key)] as const);
  return Object.freeze({
    summary,
    keys: Object.freeze(Object.fromEntries(checked)),
    accepts: checkShapes(accepts, "its static accepts"),
    apiKey: checkApiKey(apiKey),
    ...(pushLimit === undefined ? {} : { pushLimit: checkPushLimit(pushLimit) }),
  });
}

function checkApiKey(value: unknown): ApiKeyUse {
  if (value === "required" || value === "optional") return value;
  throw new TypeError('its static apiKey is neither "required" nor "optional"');
}

function checkPushLimit(value: unknown): PushLimit {
  const { pushes, seconds }: Record<string, unknown> = isObject(value) ? value : {};
  if (isAmount(pushes) && isAmount(seconds)) return Object.freeze({ pushes, seconds });
  throw new TypeError("its static pushLimit is no { pushes, seconds } of numbers above zero");
}

function isAmount(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value > 0;
}

function checkKey(name: string, value: unknown): Key {
  if (!KEY_NAME_REGEXP.test(name)) {
    throw new TypeError(`its key "${name.slice(0, 64)}" is not named in small letters and digits`);
  }
  if (RESERVED.has(name)) throw new TypeError(`its key "${name}" has a meaning already`);
  if (!isObject(value) || !isDeclared(value)) {
    throw new TypeError(`its key "${name}" is not declared with ${BUILDERS}`);
  }
  const { type, help, required, secret, default: fallback, min, max } = value;
  return Object.freeze({
    type,
    help,
    required,
    secret,
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(type === "choice" ? { choices: checkChoices(name, value.choices) } : {}),
  });
}

interface Declared {
  readonly type: KeyType;
  readonly help: string;
  readonly required: boolean;
  readonly secret: boolean;
  readonly default?: string;
  readonly min?: number;
  readonly max?: number;
  readonly choices?: unknown;
}

function isDeclared(key: object): key is Declared {
  const { type, help, required, secret, default: fallback, min, max }: Record<string, unknown> = {
    ...key,
  };
  return typeof type === "string" && Object.hasOwn(KEY_TYPES, type) && isText(help) &&
    typeof required === "boolean" && typeof secret === "boolean" &&
    (fallback === undefined || isText(fallback)) && isLimit(min) && isLimit(max);
}

function checkChoices(name: string, value: unknown): readonly Choice[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > MOST_CHOICES) {
    throw new TypeError(`its key "${name}" has no choices`);
  }
  return Object.freeze(value.map((choice: unknown) => {
    const { value: word, help, accepts }: Record<string, unknown> = isObject(choice) ? choice : {};
    if (!isText(word) || !isText(help)) {
      throw new TypeError(`a choice of its key "${name}" has no value or no help`);
    }
    if (accepts === undefined) return Object.freeze({ value: word, help });
    const shapes = checkShapes(accepts, `accepts of choice "${word}" of its key "${name}"`);
    return Object.freeze({ value: word, help, accepts: shapes });
  }));
}

function checkShapes(value: unknown, what: string): readonly AnswerShape[] {
  const isList = Array.isArray(value) && value.length <= 2 && value.every(isShape);
  if (!isList) throw new TypeError(`${what} is no list of "series" and "groups"`);
  return Object.freeze([...value]);
}

function isShape(value: unknown): value is AnswerShape {
  return value === "series" || value === "groups";
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.length <= LONGEST_TEXT;
}

function isLimit(value: unknown): value is number | undefined {
  return value === undefined || (typeof value === "number" && Number.isFinite(value));
}
