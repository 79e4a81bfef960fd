import type { StatusSource } from "./source.ts";
import type { Health, StatusChange } from "./status.ts";

/** How a program fares in one line: `12 searches, 1 fails`. Asks its source only for what has changed. */
export class StatusLine {
  readonly #source: Pick<StatusSource, "changesSince">;
  readonly #health = new Map<string, Health>();
  #revision = 0;

  constructor(source: Pick<StatusSource, "changesSince">) {
    this.#source = source;
  }

  /** The line as of now; after it, what is wrong with the program itself. */
  get text(): string {
    const { revision, change } = this.#source.changesSince(this.#revision);
    this.#revision = revision;
    this.#take(change);
    const trouble = change.program.troubles[0]?.message;
    return trouble === undefined ? this.#counts() : `${this.#counts()}; ${trouble}`;
  }

  #take({ searches, order }: StatusChange): void {
    for (const { name, health } of searches) this.#health.set(name, health);
    if (order === undefined) return;
    const left = new Set(order);
    for (const name of this.#health.keys()) if (!left.has(name)) this.#health.delete(name);
  }

  #counts(): string {
    const { size } = this.#health;
    const failing = this.#count("failing");
    const paused = this.#count("paused");
    return [
      size === 1 ? "1 search" : `${size} searches`,
      ...failing === 0 ? [] : [failing === 1 ? "1 fails" : `${failing} fail`],
      ...paused === 0 ? [] : [`${paused} paused`],
    ].join(", ");
  }

  #count(wanted: Health): number {
    return this.#health.values().filter((health) => health === wanted).toArray().length;
  }
}
