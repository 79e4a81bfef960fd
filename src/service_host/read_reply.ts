import { printable } from "../printable.ts";
import { splitMessage } from "./message_text.ts";
import type { CallReply, Failure, Refusal, Reply } from "./messages.ts";
import { assertPayload } from "./payload_text.ts";

/** The longest message that is taken from a sandbox, UTF-16 units. */
export const LONGEST_REPLY = 16 * 1024 * 1024;
/** The longest reason, hint or line of log that is taken over, UTF-16 units. */
const LONGEST_TEXT = 2000;

/**
 * Reads a message that came out of a sandbox.
 *
 * @param data Whatever arrived.
 * @returns The message, with texts cut to a bearable length, and a payload that is JSON for certain.
 * @throws {TypeError} If it is no message; the text says why.
 */
export function readReply(data: unknown): Reply {
  if (typeof data !== "string") throw new TypeError(`a message is ${typeof data}, not text`);
  if (data.length > LONGEST_REPLY) throw new TypeError("a message is larger than 16 MiB");
  const { head, text } = splitMessage(data);
  const fields = parseObject(head);
  const reply = text === undefined ? replyOf(fields) : transformedOf(fields, text);
  if (reply !== undefined) return reply;
  throw new TypeError(
    `a message of type ${JSON.stringify(fields.type)?.slice(0, 40)} is malformed`,
  );
}

type Fields = Readonly<Record<string, unknown>>;

function parseObject(text: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new TypeError("a message is not JSON");
  }
  if (!isObject(value)) throw new TypeError("a message is not an object");
  return value;
}

/** Whether a value that came out of JSON is an object and no array. */
export function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function replyOf(fields: Fields): Reply | undefined {
  switch (fields.type) {
    case "started":
    case "closed":
      return { type: fields.type };
    case "described":
      return { type: "described", description: fields.description };
    case "broken": {
      const failure = failureOf(fields.failure);
      return failure && { type: "broken", failure };
    }
    case "log":
      return logOf(fields);
    default:
      return callReplyOf(fields);
  }
}

/** The one reply that carries a text. */
function transformedOf({ type, id }: Fields, payload: string): CallReply | undefined {
  if (type !== "transformed" || typeof id !== "number") return undefined;
  assertPayload(payload);
  return { type, id, payload };
}

function logOf({ level, message }: Fields): Reply | undefined {
  if (level !== "debug" && level !== "info" && level !== "warning") return undefined;
  return typeof message === "string" ? { type: "log", level, message: cut(message) } : undefined;
}

function callReplyOf(fields: Fields): CallReply | undefined {
  const { type, id } = fields;
  if (typeof id !== "number") return undefined;
  if (type === "skipped") {
    return typeof fields.reason === "string" ? { type, id, reason: cut(fields.reason) } : undefined;
  }
  if (type === "accepted") return { type, id };
  if (type === "refused") {
    const refusal = refusalOf(fields);
    return refusal && { type, id, ...refusal };
  }
  if (type !== "failed") return undefined;
  const failure = failureOf(fields.failure);
  return failure && { type, id, failure };
}

function refusalOf({ outcome, reason, hint, retryAfterMs }: Fields): Refusal | undefined {
  if (outcome !== "retry" && outcome !== "unknown" && outcome !== "reject") return undefined;
  if (typeof reason !== "string") return undefined;
  if (hint !== undefined && typeof hint !== "string") return undefined;
  const isWait = typeof retryAfterMs === "number" && retryAfterMs >= 0;
  if (retryAfterMs !== undefined && !isWait) return undefined;
  return {
    outcome,
    reason: cut(reason),
    hint: hint === undefined ? hint : cut(hint),
    retryAfterMs,
  };
}

function failureOf(value: unknown): Failure | undefined {
  if (!isObject(value)) return undefined;
  const { kind, access, target, message, at } = value;
  if (kind === "denied") {
    if (typeof access !== "string" || typeof target !== "string") return undefined;
    return { kind, access: cut(access), target: cut(target) };
  }
  if (kind !== "fault" || typeof message !== "string") return undefined;
  if (at !== undefined && typeof at !== "string") return undefined;
  return { kind, message: cut(message), at: at === undefined ? at : cut(at) };
}

function cut(text: string): string {
  return printable(text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)}…`);
}
