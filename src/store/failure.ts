import { reasonOf } from "../process/reason_of.ts";

/**
 * What a failed operation on the store says about it: the disk does not take it at the moment, the file is damaged, or
 * the program has a fault.
 */
export type Failure =
  | { readonly kind: "trouble" | "damage"; readonly reason: string; readonly hint: string }
  | { readonly kind: "fault" };

/** What is found out about the store without an operation that fails. */
export class StoreFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Exclude<Failure, { kind: "fault" }>) {
    super(failure.reason);
    this.failure = failure;
  }
}

/** @param reason What is wrong: `it is empty`. */
export function damage(reason: string): StoreFailure {
  return new StoreFailure({ kind: "damage", reason, hint: DAMAGED });
}

interface Meaning {
  readonly kind: "trouble" | "damage";
  readonly reason: string;
  readonly hint: string;
}

const DAMAGED = "look into the copy with leexport store check, and at the health of the disk";

/** Primary result codes of SQLite. @see https://www.sqlite.org/rescode.html */
const MEANINGS: ReadonlyMap<number, Meaning> = new Map([
  [5, { kind: "trouble", reason: "another program has locked it", hint: "end that program" }],
  [7, { kind: "trouble", reason: "memory ran out", hint: "give the program more memory" }],
  [8, {
    kind: "trouble",
    reason: "it is read-only",
    hint: "make the folder writable for the user who runs leexport",
  }],
  [10, {
    kind: "trouble",
    reason: "the disk failed",
    hint: "look at the health of the disk, and at what the system's log says of it",
  }],
  [11, { kind: "damage", reason: "its content is damaged", hint: DAMAGED }],
  [13, { kind: "trouble", reason: "the disk is full", hint: "make room; it goes on by itself" }],
  [14, {
    kind: "trouble",
    reason: "the file cannot be opened",
    hint: "make the folder writable for the user who runs leexport",
  }],
  [26, { kind: "damage", reason: "it is not a database", hint: DAMAGED }],
]);

/**
 * Tells what a failed operation means.
 *
 * @param error What it threw.
 */
export function failureOf(error: unknown): Failure {
  if (error instanceof StoreFailure) return error.failure;
  if (error instanceof RangeError && error.message.startsWith("Value is too large")) {
    return damage("a number in it is too large").failure;
  }
  const code = resultCodeOf(error);
  if (code !== undefined) return meaningOf(code & 0xff, reasonOf(error));
  if (!isOfSystem(error)) return { kind: "fault" };
  if (/os error 28\b/.test(error.message)) return MEANINGS.get(13) ?? { kind: "fault" };
  if (/os error 30\b/.test(error.message)) return MEANINGS.get(8) ?? { kind: "fault" };
  return {
    kind: "trouble",
    reason: reasonOf(error),
    hint: "make the folder writable for the user who runs leexport, or set state_dir to another",
  };
}

/** Faults of a statement: wrong SQL, a constraint, a value that does not fit, misuse. */
const FAULTS: ReadonlySet<number> = new Set([1, 19, 20, 21, 25]);

function meaningOf(code: number, reason: string): Failure {
  const meaning = MEANINGS.get(code);
  if (meaning !== undefined) return meaning;
  if (reason.startsWith("no such ")) {
    return { kind: "damage", reason: `it lacks a part: ${reason}`, hint: DAMAGED };
  }
  if (FAULTS.has(code)) return { kind: "fault" };
  return { kind: "trouble", reason, hint: "look at the health of the disk" };
}

/** What SQLite says; an error of `exec`, and of opening a file, comes without a code. */
const TEXTS: readonly (readonly [string, number])[] = [
  ["database is locked", 5],
  ["out of memory", 7],
  ["attempt to write a readonly database", 8],
  ["disk I/O error", 10],
  ["database disk image is malformed", 11],
  ["malformed database schema", 11],
  ["database or disk is full", 13],
  ["unable to open database file", 14],
  ["file is not a database", 26],
];

function resultCodeOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  if (error.code !== "ERR_SQLITE_ERROR") return undefined;
  if ("errcode" in error && typeof error.errcode === "number") return error.errcode;
  return TEXTS.find(([text]) => error.message.startsWith(text))?.[1] ?? 1;
}

function isOfSystem(error: unknown): error is Error {
  if (!(error instanceof Error) || error instanceof TypeError) return false;
  return /\(os error \d+\)/.test(error.message) || error instanceof Deno.errors.NotCapable;
}
