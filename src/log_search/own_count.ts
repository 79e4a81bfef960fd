import type { Supply } from "./supply.ts";

/** The window that limits are counted over. */
const WINDOW_MS = 900_000;

/** A limit that a person set: this process counts what it sends itself. A window begins with its first request. */
export class OwnCount implements Supply {
  readonly windowMs = WINDOW_MS;
  readonly limit: number;
  #sent = 0;
  #endsAt = -Infinity;

  /** @param limit Requests in 15 minutes. */
  constructor(limit: number) {
    this.limit = limit;
  }

  /** Notes a request. */
  sent(now: number): void {
    if (now >= this.#endsAt) {
      this.#sent = 0;
      this.#endsAt = now + this.windowMs;
    }
    this.#sent++;
  }

  left(now: number): number {
    return now < this.#endsAt ? this.limit - this.#sent : this.limit;
  }

  resetsAt(now: number): number {
    return now < this.#endsAt ? this.#endsAt : now + this.windowMs;
  }
}
