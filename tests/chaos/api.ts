import type { PostedQuery } from "../servers/log_search_server.ts";
import { json, type RawAnswer, type RawRequest, reply } from "../servers/raw_http_server.ts";
import { API_FAULTS, type ApiFault, POLLED, spoiled } from "./api_faults.ts";
import { type ClosableServer, pause, startClosableServer } from "./closable_server.ts";
import { countAnswer, countOf, type Window } from "./count_of.ts";
import { dice, pick } from "./dice.ts";
import type { Moments } from "./moments.ts";

/** One query as the API saw it. */
export interface Asked {
  readonly statement: string;
  readonly window: Window;
  readonly fault: ApiFault;
  /** Milliseconds of `performance.now()`. */
  readonly at: number;
}

/** How the API behaves. */
export interface ChaosApiOptions {
  readonly seed: number;
  readonly moments: Moments;
  /** How long silence lasts before the connection is cut, milliseconds. */
  readonly silenceMs: number;
  /** How many queries go well beside those that do not, as {@linkcode API_FAULTS} has them; default 100. */
  readonly good?: number;
  /** What its headers say may be asked in 15 minutes; by default they say nothing. It is not enforced. */
  readonly rateLimit?: number | undefined;
  /** The API's clock, Unix milliseconds. */
  readonly now?: () => number;
}

/** A log search API whose answers follow from the question, with faults that follow from a seed. */
export interface ChaosApi extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly asked: readonly Asked[];
  /** From now on nothing goes wrong any more, and connections are taken. */
  calm(): Promise<void>;
  /** Refuses connections until {@linkcode ChaosApi.calm}. */
  refuse(): void;
}

/** Starts an API. */
export async function startChaosApi(options: ChaosApiOptions): Promise<ChaosApi> {
  const asking = new Asking(options);
  const server = await startClosableServer((request) => asking.answer(request, server));
  return {
    url: server.url,
    asked: asking.asked,
    calm() {
      asking.isCalm = true;
      return server.open();
    },
    refuse: () => server.close(),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

const REFUSED_MS = 500;

class Asking {
  readonly asked: Asked[] = [];
  isCalm = false;
  readonly #options: ChaosApiOptions;
  readonly #running = new Map<string, { body: string; polls: number }>();
  readonly #tries = new Map<string, number>();

  constructor(options: ChaosApiOptions) {
    this.#options = options;
  }

  async answer(request: RawRequest, server: ClosableServer): Promise<RawAnswer> {
    if (request.method === "GET") return this.#poll(request.path.slice("/query/".length), server);
    const { moments } = this.#options;
    const posted: PostedQuery = JSON.parse(request.body);
    const { statement, during } = posted.leql;
    const window = { from: during.from, to: during.to };
    const fault = this.#faultOf(statement, window);
    this.asked.push({ statement, window, fault, at: performance.now() });
    moments.tell("query arrives");
    const body = countAnswer(statement, {
      window,
      logs: posted.logs,
      count: this.#count(statement, window),
    });
    const answer = await this.#answerTo(fault, { body, server });
    moments.tellSoon("query answered");
    return answer;
  }

  /** Who asks before a window is over gets a part of its events. */
  #count(statement: string, window: Window): number {
    const count = countOf(statement, window);
    return this.#now() < window.to ? Math.floor(count / 2) : count;
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }

  #faultOf(statement: string, { from, to }: Window): ApiFault {
    if (this.isCalm) return "none";
    const name = `${statement} ${from}-${to}`;
    const tries = (this.#tries.get(name) ?? 0) + 1;
    this.#tries.set(name, tries);
    const { seed, good = API_FAULTS.none } = this.#options;
    return pick(dice(seed, "api", name, tries), { ...API_FAULTS, none: good });
  }

  /** The API's clock is in every answer. */
  #headers(): Readonly<Record<string, string>> {
    const date = new Date(this.#now()).toUTCString();
    const { rateLimit } = this.#options;
    if (rateLimit === undefined) return { date };
    const limit = String(rateLimit);
    return {
      date,
      "x-ratelimit-limit": limit,
      "x-ratelimit-remaining": limit,
      "x-ratelimit-reset": "900",
    };
  }

  async #answerTo(
    fault: ApiFault,
    { body, server }: { readonly body: string; readonly server: ClosableServer },
  ): Promise<RawAnswer> {
    const { status, polls } = POLLED[fault] ?? {};
    if (status !== undefined && polls !== undefined) {
      const id = `${crypto.randomUUID()}:1:${"a".repeat(40)}::${"b".repeat(40)}:`;
      if (polls > 0) this.#running.set(id, { body, polls });
      return this.#stillRunning(id, { url: server.url, status });
    }
    if (fault === "silence") await pause(this.#options.silenceMs, server.ending);
    if (fault === "refused for a while") server.closeFor(REFUSED_MS);
    return spoiled(body, { fault, headers: this.#headers() });
  }

  #stillRunning(
    id: string,
    { url, status }: { readonly url: string; readonly status: number },
  ): RawAnswer {
    const links = [{ rel: "Self", href: `${url}/query/${id}` }];
    const partial = { stats: { global_timeseries: { count: 0 } }, status: 200, count: 0 };
    const headers = this.#headers();
    return json({ logs: [], links, progress: 0, partial }, { status, headers });
  }

  #poll(id: string, { url }: ClosableServer): RawAnswer {
    const running = this.#running.get(id);
    const headers = this.#headers();
    if (running === undefined) {
      return json({ message: "HTTP 404 Not Found" }, { status: 404, headers });
    }
    if (--running.polls > 0) return this.#stillRunning(id, { url, status: 200 });
    this.#running.delete(id);
    this.#options.moments.tellSoon("query answered");
    return reply(running.body, { headers });
  }
}
