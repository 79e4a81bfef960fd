/**
 * Text that prints as `[secret]`. Every value ever wrapped is remembered, so that {@linkcode redact} can also take it
 * out of text that somebody else wrote: a runtime's error that quotes a whole URL, a destination's answer.
 *
 * @module
 */

const MASK = "[secret]";
/** Shorter values would black out ordinary words; they hide in their own wrapper only. */
const SHORTEST_REDACTED = 4;

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
