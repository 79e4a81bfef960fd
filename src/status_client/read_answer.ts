import { LeexportError } from "../errors.ts";
import type { Status, StatusChange } from "../status/status.ts";
import { addressText, type ServedAddress } from "../config/status_address.ts";

/** Reads the text of an event or of an answer. @throws {LeexportError} If it is not what leexport says. */
export function readStatus(text: string, address: ServedAddress): Status {
  const value = parsed(text);
  if (isStatus(value)) return value;
  throw stranger(address);
}

/** As {@linkcode readStatus}, for what has changed. */
export function readChange(text: string, address: ServedAddress): StatusChange {
  const value = parsed(text);
  if (isStatus(value)) return value;
  throw stranger(address);
}

/** What an action came to: a sentence, or a refusal. */
export function readOutcome(text: string, address: ServedAddress): string {
  const value = parsed(text);
  if (typeof value === "object" && value !== null) {
    if ("done" in value && typeof value.done === "string") return value.done;
    if ("error" in value && typeof value.error === "string") {
      const hint = "hint" in value && typeof value.hint === "string" ? value.hint : undefined;
      throw new LeexportError(value.error, { hint });
    }
  }
  throw stranger(address);
}

/** Something else listens at the address. */
export function stranger(address: ServedAddress): LeexportError {
  return new LeexportError(
    `Cannot ask leexport at ${addressText(address)}: what answers there is not leexport`,
    { hint: "write another status_address, or end the program that uses it" },
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A program and searches: what both a document and a change hold. */
function isStatus(value: unknown): value is Status {
  return typeof value === "object" && value !== null && "searches" in value &&
    Array.isArray(value.searches) && "program" in value && typeof value.program === "object" &&
    value.program !== null && "version" in value.program && "state" in value.program;
}
