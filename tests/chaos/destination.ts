import {
  cutOff,
  drop,
  json,
  type RawAnswer,
  type RawRequest,
  reply,
} from "../servers/raw_http_server.ts";
import { type ClosableServer, pause, startClosableServer } from "./closable_server.ts";
import { dice, pick } from "./dice.ts";
import type { Moments } from "./moments.ts";

/** What can go wrong with a push, and how often beside 100 that go well. */
export const DESTINATION_FAULTS = {
  none: 100,
  "refused for a while": 1,
  "reset before reading": 2,
  "429": 2,
  "503": 2,
  "500, not taken": 2,
  "502, taken": 2,
  "reset, taken": 2,
  "half an answer, taken": 2,
  "silence, taken": 1,
  "silence, not taken": 1,
};

/** What went wrong with a push. */
export type DestinationFault = keyof typeof DESTINATION_FAULTS;

/**
 * What a destination did with a payload: took it and said so; took it, but the client cannot know that; did not take
 * it and said so for certain; did not take it, and the client cannot know that.
 */
export type Decision = "accepted" | "accepted unheard" | "refused" | "lost";

/** One request as a destination saw it. */
export interface LedgerLine {
  /** Path of the request: one for each lane. */
  readonly path: string;
  /** Header `leexport-delivery-id`, decoded; empty if there was none. */
  readonly deliveryId: string;
  readonly body: string;
  readonly decision: Decision;
  /** When it had been read, milliseconds of `performance.now()`. */
  readonly at: number;
}

/** How a destination behaves. */
export interface ChaosDestinationOptions {
  readonly seed: number;
  readonly moments: Moments;
  /** How long silence lasts before the connection is cut, milliseconds. */
  readonly silenceMs: number;
  /** How many pushes go well beside those that do not, as {@linkcode DESTINATION_FAULTS} has them; default 100. */
  readonly good?: number;
}

/** An HTTP destination that keeps a ledger of what it took, with faults that follow from a seed. */
export interface ChaosDestination extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly ledger: readonly LedgerLine[];
  /** When it stopped taking connections, milliseconds of `performance.now()`. */
  readonly closings: readonly number[];
  /** From now on nothing goes wrong any more, and connections are taken. */
  calm(): Promise<void>;
  /** Refuses connections until {@linkcode ChaosDestination.calm}. */
  refuse(): void;
}

/** Starts a destination. */
export async function startChaosDestination(
  options: ChaosDestinationOptions,
): Promise<ChaosDestination> {
  const taking = new Taking(options);
  const server = await startClosableServer((request) => taking.answer(request, server));
  return {
    url: server.url,
    ledger: taking.ledger,
    closings: server.closings,
    calm() {
      taking.isCalm = true;
      return server.open();
    },
    refuse: () => server.close(),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

const DECISIONS: Readonly<Record<DestinationFault, Decision>> = {
  none: "accepted",
  "refused for a while": "lost",
  "reset before reading": "lost",
  "429": "refused",
  "503": "refused",
  "500, not taken": "lost",
  "502, taken": "accepted unheard",
  "reset, taken": "accepted unheard",
  "half an answer, taken": "accepted unheard",
  "silence, taken": "accepted unheard",
  "silence, not taken": "lost",
};

const TAKEN = JSON.stringify({ success: true });

class Taking {
  readonly ledger: LedgerLine[] = [];
  isCalm = false;
  readonly #options: ChaosDestinationOptions;
  readonly #tries = new Map<string, number>();

  constructor(options: ChaosDestinationOptions) {
    this.#options = options;
  }

  async answer(
    { path, headers, body }: RawRequest,
    server: ClosableServer,
  ): Promise<RawAnswer> {
    const { moments } = this.#options;
    const deliveryId = decodeURIComponent(headers.get("leexport-delivery-id") ?? "");
    const fault = this.#faultOf(deliveryId || path);
    const at = performance.now();
    this.ledger.push({ path, deliveryId, body, decision: DECISIONS[fault], at });
    moments.tell("push arrives");
    const answer = await this.#answerTo(fault, server);
    moments.tellSoon("push answered");
    return answer;
  }

  #faultOf(name: string): DestinationFault {
    if (this.isCalm) return "none";
    const tries = (this.#tries.get(name) ?? 0) + 1;
    this.#tries.set(name, tries);
    const { seed, good = DESTINATION_FAULTS.none } = this.#options;
    return pick(dice(seed, "destination", name, tries), { ...DESTINATION_FAULTS, none: good });
  }

  async #answerTo(fault: DestinationFault, server: ClosableServer): Promise<RawAnswer> {
    switch (fault) {
      case "none":
        return reply(TAKEN);
      case "refused for a while":
        server.closeFor(500);
        return drop("reset");
      case "429":
        return reply("slow down", { status: 429, headers: { "retry-after": "0" } });
      case "503":
        return json({ error: "busy" }, { status: 503 });
      case "500, not taken":
        return json({ error: "oops" }, { status: 500 });
      case "502, taken":
        return reply("<html><title>502 Bad Gateway</title></html>", { status: 502 });
      case "half an answer, taken":
        return cutOff(TAKEN, { bytes: 5, end: "reset" });
      case "reset before reading":
      case "reset, taken":
        return drop("reset");
      case "silence, taken":
      case "silence, not taken":
        await pause(this.#options.silenceMs, server.ending);
        return drop("reset");
    }
  }
}
