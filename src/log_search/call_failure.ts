/** Why a call ended without a usable answer. */
export type CallFailureKind =
  | "dns"
  | "refused"
  | "reset"
  | "closed"
  | "unreachable"
  | "tls"
  | "foreign"
  | "cut"
  | "timeout"
  | "large"
  | "unreadable"
  | "other";

/** One call got no usable answer. Its message is what a host did (`refused the connection`), without the host. */
export class CallFailure extends Error {
  readonly kind: CallFailureKind;
  /** What to do, as an imperative sentence. */
  readonly hint: string | undefined;

  constructor(
    kind: CallFailureKind,
    message: string,
    options: { readonly hint?: string | undefined; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = "CallFailure";
    this.kind = kind;
    this.hint = options.hint;
  }
}

interface Pattern {
  readonly regexp: RegExp;
  readonly kind: CallFailureKind;
  readonly message: string;
  readonly hint?: string;
}

const ADDRESS_HINT = "correct region or url of [LE], or look at the network of this machine";

/** The runtime gives no codes, only these texts of its HTTP client (Deno 2.9). The first that fits counts. */
const PATTERNS: readonly Pattern[] = [
  {
    regexp: /dns error|failed to lookup address|name or service not known/i,
    kind: "dns",
    message: "cannot be reached: its name is not known",
    hint: ADDRESS_HINT,
  },
  {
    regexp: /connection refused/i,
    kind: "refused",
    message: "refused the connection",
    hint: ADDRESS_HINT,
  },
  {
    regexp: /error reading a body|end of file before message length|unexpected eof during chunk/i,
    kind: "cut",
    message: "cut its answer off",
  },
  { regexp: /connection reset|broken pipe/i, kind: "reset", message: "reset the connection" },
  {
    regexp: /connection closed before message completed|connection was not ready|channel closed/i,
    kind: "closed",
    message: "closed the connection without an answer",
  },
  {
    regexp: /network is unreachable|no route to host|host is unreachable/i,
    kind: "unreachable",
    message: "cannot be reached: there is no route to it",
    hint: ADDRESS_HINT,
  },
  { regexp: /timed out|timeout/i, kind: "timeout", message: "did not answer in time" },
  {
    regexp: /certificate/i,
    kind: "tls",
    message: "has a certificate that cannot be trusted",
    hint:
      "set DENO_TLS_CA_STORE=system or DENO_CERT if a proxy of yours signs it, else correct url",
  },
  {
    regexp: /corrupt message|tls|handshake/i,
    kind: "tls",
    message: "does not speak TLS",
    hint: "correct url of [LE]: its port or its scheme",
  },
  {
    regexp: /invalid http|invalid header|parsed/i,
    kind: "foreign",
    message: "does not speak HTTP",
    hint: "correct url of [LE]: its port or its scheme",
  },
];

const LONGEST_CAUSE = 200;

/**
 * Says in words why `fetch`, or reading its body, failed. The runtime's own text is used only where nothing better is
 * known, without the addresses that it quotes.
 *
 * @param error What was thrown; the reason is in its `cause` or, for a body, in its own message.
 * @returns The failure; it holds no address.
 */
export function callFailureOf(error: unknown): CallFailure {
  if (error instanceof CallFailure) return error;
  const text = textOf(error);
  const pattern = PATTERNS.find(({ regexp }) => regexp.test(text));
  if (pattern !== undefined) {
    return new CallFailure(pattern.kind, pattern.message, { hint: pattern.hint, cause: error });
  }
  return new CallFailure("other", `could not be asked: ${text.slice(0, LONGEST_CAUSE)}`, {
    cause: error,
  });
}

/** The runtime's text without the addresses in it: they may hold a query, and words that a pattern looks for. */
function textOf(error: unknown): string {
  const source = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const text = source instanceof Error ? source.message : String(source);
  return text.replace(/\S*:\/\/\S*/g, "its address").replace(/\s+/g, " ");
}
