/**
 * Text that prints as `[secret]`. Every value ever wrapped is remembered, so that {@linkcode redact} can also take it
 * out of text that somebody else wrote: a runtime's error that quotes a whole URL, a destination's answer.
 *
 * @module
 */

const MASK = "[secret]";
/** Shorter values would black out ordinary words; they hide in their own wrapper only. */
const SHORTEST_REDACTED = 4;

/** The strings of a JSON text, names of members among them. */
const JSON_STRING_REGEXP =
  /"[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[ !#-[\]-\uffff]*)*"/g;

const known = new Set<string>();
let pattern: RegExp | undefined;

/** A text that must not be seen: an API key, a password. Only {@linkcode Secret.reveal} gives it out. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    for (const form of [text, encodeURIComponent(text), JSON.stringify(text).slice(1, -1)]) {
      if (form.length >= SHORTEST_REDACTED && !known.has(form)) {
        known.add(form);
        pattern = undefined;
      }
    }
  }

  /** The text itself, for the one place that sends it. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [Symbol.for("Deno.customInspect")](): string {
    return MASK;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return MASK;
  }
}

/**
 * Replaces every known secret in a text with `[secret]`.
 *
 * @param text Any text, for instance a log line.
 * @returns The text without secrets; the same text if it holds none.
 */
export function redact(text: string): string {
  if (known.size === 0) return text;
  pattern ??= new RegExp(
    [...known].sort((a, b) => b.length - a.length).map((form) => RegExp.escape(form)).join("|"),
    "g",
  );
  return text.replace(pattern, MASK);
}

/**
 * Replaces every known secret in the strings of a JSON text, however their characters are escaped there; numbers stay as
 * they are written. What is to be drawn goes through this: a drawing cuts labels and escapes them in its own way, so that
 * {@linkcode redact} would not find a secret in it any more.
 *
 * @param text JSON.
 * @returns JSON without secrets; the same text if it holds none.
 */
export function redactJson(text: string): string {
  if (known.size === 0) return text;
  return text.replace(JSON_STRING_REGEXP, (written) => {
    const read: string = JSON.parse(written);
    const redacted = redact(read);
    return redacted === read ? written : JSON.stringify(redacted);
  });
}
