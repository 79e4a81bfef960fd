/**
 * What a failure of kafkajs means. Its outermost error says only that it gave up; the reason is the innermost cause.
 *
 * @module
 */

import { PushError } from "../../service.ts";

/** Where a push went, for messages. */
export interface PushPlace {
  readonly topic: string;
  readonly brokers: readonly string[];
  /** `host:port` that the cluster named and the sandbox may not reach. */
  readonly denied: readonly string[];
  readonly progress: PushProgress;
}

/**
 * How far a push had come: nothing had been written to a broker; messages may have been written and none had been
 * confirmed; or some batches had been confirmed.
 */
export type PushProgress = "nothing sent" | "sent" | "partly taken";

/** A failed push, and whether its connection is worth keeping. */
export interface PushFailure {
  readonly error: unknown;
  /** `kept` if the cluster answered and refused these messages only. */
  readonly connection: "kept" | "given up";
}

interface Cause {
  readonly name: string;
  readonly message: string;
  /** Name of a protocol error: `MESSAGE_TOO_LARGE`. */
  readonly type: string;
  readonly retriable: boolean;
}

/** The cluster's refusals that no repetition changes, with what to do. */
const REFUSALS: Readonly<Record<string, string>> = {
  MESSAGE_TOO_LARGE: "raise max.message.bytes of the topic",
  RECORD_LIST_TOO_LARGE: "raise segment.bytes of the topic",
  INVALID_TIMESTAMP: "raise message.timestamp.before.max.ms of the topic, or shorten query_range",
  INVALID_RECORD: "look into the broker's log",
  POLICY_VIOLATION: "look into the broker's log",
  INVALID_TOPIC_EXCEPTION: "correct topic of the destination",
  CLUSTER_AUTHORIZATION_FAILED: "let the user write, in the access lists of the cluster",
  UNSUPPORTED_FOR_MESSAGE_FORMAT: "use a newer broker",
  INVALID_REQUIRED_ACKS: "look into the broker's log",
};
/**
 * What the cluster says of topics when it is asked about all of those that a connection has served: it may be about
 * another destination's, which the next connection has not served yet.
 */
const TOPIC_HINTS: Readonly<Record<string, string>> = {
  UNKNOWN_TOPIC_OR_PARTITION: "create the topic",
  TOPIC_AUTHORIZATION_FAILED: "let the user write to the topic, in the access lists of the cluster",
};
/** Marked as final by kafkajs, and yet over with the next connection. */
const PASSING = new Set([
  ...Object.keys(TOPIC_HINTS),
  "KafkaJSTimeout",
  "KafkaJSLockTimeout",
  "OUT_OF_ORDER_SEQUENCE_NUMBER",
  "UNKNOWN_PRODUCER_ID",
  "INVALID_PRODUCER_EPOCH",
  "DUPLICATE_SEQUENCE_NUMBER",
]);
/** What a broker answers that may have taken the messages all the same. */
const UNDECIDED = new Set([
  "UNKNOWN",
  "REQUEST_TIMED_OUT",
  "NETWORK_EXCEPTION",
  "NOT_ENOUGH_REPLICAS_AFTER_APPEND",
  "DUPLICATE_SEQUENCE_NUMBER",
  "KAFKA_STORAGE_ERROR",
  "KAFKAJS_UNKNOWN_ERROR_CODE",
]);
const REFUSED_REGEXP = /^Connection error: connect ECONNREFUSED (\S+)$/;
const UNTRUSTED_REGEXP = /certificate|UnknownIssuer|NotValidForName/i;

/**
 * Says what became of a push.
 *
 * @param error Whatever was thrown.
 * @param place Where the push went.
 * @returns A {@linkcode PushError}; an error that is no verdict of the cluster stays as it is.
 */
export function pushFailure(error: unknown, place: PushPlace): PushFailure {
  if (error instanceof PushError) return { error, connection: "given up" };
  const cause = innermost(error);
  if (cause === undefined) return { error, connection: "given up" };
  const [host] = place.denied;
  if (host !== undefined && cause.type === "") {
    return { error: deniedError(host, place), connection: "given up" };
  }
  const isRefusal = Object.hasOwn(REFUSALS, cause.type);
  const hint = REFUSALS[cause.type] ?? connectionHint(cause);
  const final = isRefusal || (hint !== undefined && cause.type === "") ||
    !(cause.retriable || PASSING.has(cause.type) || PASSING.has(cause.name));
  return {
    error: new PushError(`${placeOf(place)}: ${cause.message}`, {
      outcome: final ? "reject" : passingOutcome(cause, place),
      hint: hint ?? TOPIC_HINTS[cause.type],
    }),
    connection: final && isRefusal ? "kept" : "given up",
  };
}

/** kafkajs tries again by itself and tells the last failure only: an earlier try may have been taken before it was lost. */
function passingOutcome({ type }: Cause, { progress }: PushPlace): "retry" | "unknown" {
  if (progress === "nothing sent") return "retry";
  return progress === "sent" && type !== "" && !UNDECIDED.has(type) ? "retry" : "unknown";
}

/**
 * Whether a cluster refuses to number a producer's messages; it may take them without numbers.
 *
 * @param error What connecting an idempotent producer threw.
 */
export function refusesNumbering(error: unknown): boolean {
  const { name = "", type = "" } = innermost(error) ?? {};
  return ["KafkaJSServerDoesNotSupportApiKey", "KafkaJSBrokerNotFound"].includes(name) ||
    ["CLUSTER_AUTHORIZATION_FAILED", "UNSUPPORTED_VERSION"].includes(type);
}

function placeOf({ topic, brokers }: PushPlace): string {
  return `topic "${topic}" at ${brokers.join(", ")}`;
}

function deniedError(host: string, place: PushPlace): PushError {
  return new PushError(
    `${
      placeOf(place)
    }: the cluster wants to be reached at ${host}, which the service may not reach`,
    {
      outcome: "reject",
      hint: `add ${host} to allow_net in [[kafka]] of [Services], if that broker is yours`,
    },
  );
}

function connectionHint({ name, message }: Cause): string | undefined {
  if (name === "KafkaJSSASLAuthenticationError") {
    return "correct sasl_mechanism, sasl_username and sasl_password of the destination";
  }
  if (name === "KafkaJSConnectionError" && UNTRUSTED_REGEXP.test(message)) {
    return "name the certificate of the cluster's authority in ssl_ca of the destination";
  }
  return undefined;
}

/** `undefined` for errors that are neither kafkajs's nor the end of the time for a push: faults of a program. */
function innermost(error: unknown): Cause | undefined {
  let found: Cause | undefined;
  for (let next = error; next instanceof Error; next = next.cause) {
    const { name } = next;
    if (name === "TimeoutError" || name === "AbortError") {
      found = { name, message: "the cluster did not answer in time", type: "", retriable: true };
    } else if (name.startsWith("KafkaJS")) {
      const type = "type" in next && typeof next.type === "string" ? next.type : "";
      const retriable = !("retriable" in next) || next.retriable !== false;
      const message = next.message.trim().replace(REFUSED_REGEXP, "$1 refused the connection");
      found = { name, message, type, retriable };
    }
  }
  return found;
}
