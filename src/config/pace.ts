/** So that 900 runs do not count as 901 because a sum of fractions was not exact. */
const ROUNDING = 1e-6;

/** How often something happens that many do, each with a period of its own. */
export class Pace {
  readonly #numberByPeriod = new Map<number, number>();
  #size = 0;

  /** Adds one that does it every so many seconds. */
  add(periodSeconds: number): void {
    this.#size++;
    this.#numberByPeriod.set(periodSeconds, (this.#numberByPeriod.get(periodSeconds) ?? 0) + 1);
  }

  /** How many do it. */
  get size(): number {
    return this.#size;
  }

  /** The period of all of them, seconds; `undefined` if they differ. */
  get periodSeconds(): number | undefined {
    const [period, other] = this.#numberByPeriod.keys();
    return other === undefined ? period : undefined;
  }

  /** How often it happens in a stretch of time on average, rounded up. */
  timesIn(seconds: number): number {
    let times = 0;
    for (const [period, number] of this.#numberByPeriod) times += number * seconds / period;
    return Math.ceil(times - ROUNDING);
  }
}
