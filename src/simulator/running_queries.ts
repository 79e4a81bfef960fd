import type { PreparedStatement } from "../leql/prepared_statement.ts";
import type { SimulatedLog } from "./log_catalog.ts";
import type { QueryRequest } from "./query_request.ts";

/** A query that was asked, with all that its answer depends on. */
export interface AskedQuery {
  readonly request: QueryRequest;
  readonly prepared: PreparedStatement;
  readonly logs: readonly SimulatedLog[];
  /** When it was asked, Unix milliseconds: what happens later is not in its answer. */
  readonly askedAt: number;
}

/** A query that is not finished. */
export interface RunningQuery extends AskedQuery {
  readonly id: string;
  /** Polls it has had. */
  polls: number;
  touchedAt: number;
}

/**
 * Queries that wait to be polled. One that is not polled for the life of a link is forgotten; the map is in the order
 * of the last touch, so the forgotten ones are in front.
 */
export class RunningQueries {
  readonly #queries = new Map<string, RunningQuery>();
  readonly #linkLifeMs: number;

  constructor(linkLifeMs: number) {
    this.#linkLifeMs = linkLifeMs;
  }

  /** Starts a query. */
  start(asked: AskedQuery): RunningQuery {
    this.#forget(asked.askedAt);
    const query = { ...asked, id: continuationId(asked), polls: 0, touchedAt: asked.askedAt };
    this.#queries.set(query.id, query);
    return query;
  }

  /** Finds a query that is being polled, and counts the poll; `undefined` if it is not known or has expired. */
  poll(id: string, { now }: { readonly now: number }): RunningQuery | undefined {
    this.#forget(now);
    const query = this.#queries.get(id);
    if (query === undefined) return undefined;
    query.polls++;
    query.touchedAt = now;
    this.#queries.delete(id);
    this.#queries.set(id, query);
    return query;
  }

  /** Forgets a query that is finished. */
  finish({ id }: RunningQuery): void {
    this.#queries.delete(id);
  }

  #forget(now: number): void {
    for (const [id, { touchedAt }] of this.#queries) {
      if (now - touchedAt <= this.#linkLifeMs) return;
      this.#queries.delete(id);
    }
  }
}

/** `<uuid>:<1 for statistics>:<40 hex>:<events on a page>:<40 hex>:` */
function continuationId({ prepared, request }: AskedQuery): string {
  const kind = prepared.shape === undefined ? 0 : 1;
  const perPage = request.paging.perPage ?? "";
  return `${crypto.randomUUID()}:${kind}:${fortyHex()}:${perPage}:${fortyHex()}:`;
}

/** Whether a text could be a continuation id. */
export function isContinuationId(text: string): boolean {
  return /^[0-9a-f-]{36}:[01]:[0-9a-f]{40}:\d*:[0-9a-f]{40}:$/.test(text);
}

function fortyHex(): string {
  return (crypto.randomUUID() + crypto.randomUUID()).replaceAll("-", "").slice(0, 40);
}
