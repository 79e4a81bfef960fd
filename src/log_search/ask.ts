/**
 * The life of one query: it is posted, then its `Self` link is polled until an answer has none.
 *
 * - *running*: the latest answer had a `Self` link; it is asked again, with growing pauses
 * - *finished*: the answer has no `Self` link
 * - *expired*: a poll was answered 404 or 410, because it came too late (after a 429 held it back, for instance); the
 *   query is posted again, a few times
 *
 * @module
 */
import { LogSearchError, type QueryPart } from "../errors.ts";
import { traced } from "../trace.ts";
import type { Address } from "./address.ts";
import { type Answer, readAnswer } from "./answer.ts";
import { servedAt } from "./api_time.ts";
import type { ApiReply, HeaderPairs } from "./call.ts";
import type { Exchange } from "./exchange.ts";
import type { Governor } from "./governor.ts";
import { type Pacing, pollDelayMs, type Random } from "./pacing.ts";
import type { Patience } from "./patience.ts";
import type { Place } from "./place.ts";
import type { Query } from "./query.ts";
import { describeRefusal, queryHint } from "./refusal.ts";

/** What a poll is answered once its link has died. */
const EXPIRED: ReadonlySet<number> = new Set([404, 410]);
const RUNNING_HINT = "shorten query_range, or narrow where() of the statement";

/** What asking needs besides the query. */
export interface AskOptions {
  readonly address: Address;
  readonly exchange: Exchange;
  readonly governor: Governor;
  readonly pacing: Pacing;
  readonly random: Random;
  readonly patience: Patience;
  /** Where the query waits for its turn, each time it is posted; without one it is posted at once. */
  readonly place?: Place | undefined;
  /** Sent with a `POST`, and with a `GET`. */
  readonly postHeaders: HeaderPairs;
  readonly getHeaders: HeaderPairs;
}

/** How a query ended well. */
export interface Asked {
  /** The final answer; its text holds `statistics`. */
  readonly reply: ApiReply;
  /** When the API answered the post that took the query, by its own clock, Unix milliseconds. */
  readonly askedAt: number | undefined;
}

/**
 * Asks a query until its final answer.
 *
 * @returns The final answer.
 * @throws {LogSearchError} `retry` or `stop`.
 * @throws The reason of the patience's signal, if aborted.
 */
export function ask(query: Query, options: AskOptions): Promise<Asked> {
  return new Asking(query, options).finish();
}

type Running = Answer & { readonly kind: "running" };

class Asking {
  readonly #body: string;
  readonly #options: AskOptions;
  #polls = 0;
  #askedAt: number | undefined;

  constructor({ logs, statement, from, to }: Query, options: AskOptions) {
    this.#body = JSON.stringify({ logs, leql: { statement, during: { from, to } } });
    this.#options = options;
  }

  async finish(): Promise<Asked> {
    const { address, pacing } = this.#options;
    for (let restarts = 0; restarts <= pacing.maxRestarts; restarts++) {
      const reply = await this.#follow();
      if (reply !== undefined) return { reply, askedAt: this.#askedAt };
    }
    throw new LogSearchError(
      `${address.host} lost the query ${
        pacing.maxRestarts + 1
      } times before it was finished (404 on its link)`,
      { failure: "retry", hint: RUNNING_HINT },
    );
  }

  /** Posts the query and polls it to its end; `undefined` if it has expired. */
  async #follow(): Promise<ApiReply | undefined> {
    const { exchange, patience, place, address, postHeaders } = this.#options;
    const request = {
      method: "POST",
      url: address.queries,
      headers: postHeaders,
      body: this.#body,
    } as const;
    const sent = await traced(
      { name: "post" },
      () => exchange.send({ request, patience, place, counts: "queries", read: readAnswer }),
    );
    if (sent.kind === "refused") throw refused(sent.reply, address.host);
    const { value: answer, reply } = sent;
    this.#askedAt = servedAt(reply.headers);
    if (answer.kind === "running") return await this.#poll(answer);
    return this.#checked(answer, reply);
  }

  async #poll(first: Running): Promise<ApiReply | undefined> {
    const { exchange, patience, getHeaders } = this.#options;
    let running = first;
    for (let poll = 0;; poll++) {
      await this.#pause(poll, running);
      const url = this.#linkOf(running);
      const request = { method: "GET", url, headers: getHeaders } as const;
      const sent = await traced(
        { name: "poll" },
        () => exchange.send({ request, patience, counts: "polls", read: readAnswer }),
      );
      if (sent.kind === "refused") {
        if (EXPIRED.has(sent.reply.status)) return undefined;
        throw refused(sent.reply, new URL(url).host);
      }
      if (sent.value.kind !== "running") return this.#checked(sent.value, sent.reply);
      running = sent.value;
    }
  }

  async #pause(poll: number, { progress }: Running): Promise<void> {
    const { patience, pacing, random, address, governor } = this.#options;
    const reached = progress === undefined ? "it is still running" : `it has come to ${progress} %`;
    patience.reached(reached, { hint: RUNNING_HINT });
    if (++this.#polls > pacing.maxPolls) {
      throw new LogSearchError(
        `${address.host} gave no final answer after ${pacing.maxPolls} polls: ${reached}`,
        { failure: "retry", hint: RUNNING_HINT },
      );
    }
    const { remainingMs } = patience;
    const stretch = governor.pollStretch;
    await patience.wait(pollDelayMs(poll, { pacing, remainingMs, random, stretch }));
  }

  /** The link exactly as it was given, once it is known that the key may go there. */
  #linkOf({ href }: Running): string {
    const { address } = this.#options;
    const relative = !URL.canParse(href);
    const url = URL.parse(href, address.queries);
    if (url !== null && address.mayReceiveKey(url)) return relative ? url.href : href;
    throw new LogSearchError(
      `${address.host} answered with a link to ${
        url?.host || "no address"
      }, where the key must not go`,
      { failure: "retry", hint: "write the API's own address as region or url of [LE]" },
    );
  }

  #checked(answer: Exclude<Answer, Running>, reply: ApiReply): ApiReply {
    const { host } = this.#options.address;
    if (answer.kind === "finished") return reply;
    if (answer.kind === "events") {
      throw new LogSearchError(`${host} answered with events, not with statistics`, {
        failure: "stop",
        about: "statement",
        hint: "add calculate() or groupby() to statement",
      });
    }
    throw new LogSearchError(
      `${host} could not calculate the statement: status ${answer.status} in its statistics`,
      {
        failure: answer.status < 500 ? "stop" : "retry",
        about: "statement",
        hint: "correct statement",
      },
    );
  }
}

/** Which key of the config a refusal of a query is about. */
const PART_OF_STATUS: Readonly<Record<number, QueryPart>> = { 400: "statement", 404: "logs" };

function refused(reply: ApiReply, host: string): LogSearchError {
  return new LogSearchError(`${host} ${describeRefusal(reply)}`, {
    failure: "stop",
    status: reply.status,
    about: PART_OF_STATUS[reply.status],
    hint: queryHint(reply),
  });
}
