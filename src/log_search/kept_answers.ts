import type { QueryAnswer } from "./query.ts";

const KEPT_MS = 30_000;
const MAX_BYTES = 16 * 2 ** 20;
/** What a text may take in memory at most. */
const BYTES_PER_CHARACTER = 2;

interface Kept {
  readonly answer: QueryAnswer;
  readonly until: number;
  takers: number;
}

/**
 * Keeps answers for those who will ask the same a little later: until the last of them has come, or half a minute is over,
 * and 16 MiB at most. Instants are those of `performance.now()`.
 */
export class KeptAnswers {
  /** In the order in which they were put, which is the one in which their time is up. */
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;

  /**
   * Keeps an answer, unless nobody will come for it or it is too large.
   *
   * @param options.takers How many will come for it.
   */
  put(
    id: string,
    { answer, takers, now }: {
      readonly answer: QueryAnswer;
      readonly takers: number;
      readonly now: number;
    },
  ): void {
    this.#drop(id);
    const bytes = bytesOf(answer);
    if (takers < 1 || bytes > MAX_BYTES) return;
    this.#forget(now, { room: bytes });
    this.#kept.set(id, { answer, takers, until: now + KEPT_MS });
    this.#bytes += bytes;
  }

  /** Takes an answer; `undefined` if none is kept. */
  take(id: string, { now }: { readonly now: number }): QueryAnswer | undefined {
    this.#forget(now, { room: 0 });
    const kept = this.#kept.get(id);
    if (kept === undefined) return undefined;
    if (--kept.takers === 0) this.#drop(id);
    return kept.answer;
  }

  /** Forgets those whose time is up, and the oldest ones until there is room. */
  #forget(now: number, { room }: { readonly room: number }): void {
    for (const [id, { until }] of this.#kept) {
      if (now < until && this.#bytes + room <= MAX_BYTES) return;
      this.#drop(id);
    }
  }

  #drop(id: string): void {
    const kept = this.#kept.get(id);
    if (kept === undefined) return;
    this.#kept.delete(id);
    this.#bytes -= bytesOf(kept.answer);
  }
}

function bytesOf({ body }: QueryAnswer): number {
  return body.length * BYTES_PER_CHARACTER;
}
