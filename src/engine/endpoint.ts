import type { PushLimit } from "../service_description.ts";
import { Circuit } from "./circuit.ts";
import { type Haste, PushBudget } from "./push_budget.ts";

/** How a push went, as far as the endpoint is concerned; `none`: it was not to blame. */
export type PushHealth =
  | { readonly kind: "answered" }
  | { readonly kind: "failed"; readonly retryAfterMs: number | undefined }
  | { readonly kind: "none" };

/** What an endpoint is made from. */
export interface EndpointOptions {
  /** For messages: `geckoboard at push.geckoboard.com:443`. */
  readonly name: string;
  readonly pushLimit: PushLimit | undefined;
  /** Told when pushes begin to fail for all, and when they go well again. */
  readonly onChange: (state: "failing" | "well", name: string) => void;
}

/** The longest a timer of the runtime can wait. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * One service at one place, whichever searches push there. It lets pushes go as long as the place is well, holds them all
 * back when it is not, and lets what catches up use only what is left of a known limit.
 */
export class Endpoint {
  readonly #options: EndpointOptions;
  readonly #circuit = new Circuit();
  readonly #budget: PushBudget;
  /** In the order of their coming; a lane waits at most once. */
  readonly #waiting: Readonly<Record<Haste, Set<() => void>>> = {
    live: new Set(),
    backlog: new Set(),
  };
  #underWay = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: EndpointOptions) {
    this.#options = options;
    this.#budget = new PushBudget(options.pushLimit, performance.now());
  }

  /** Whether pushes are held back because the place is not well. */
  get isHeld(): boolean {
    const now = performance.now();
    return this.#circuit.isFailing || this.#circuit.opensAt(now, { underWay: 0 }) > now;
  }

  /**
   * Waits until a push may go; whoever was let in must call {@linkcode Endpoint.done}.
   *
   * @param signal Gives up waiting.
   * @returns Whether it may go; `false` after the signal.
   */
  async admit(haste: Haste, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return false;
    if (this.#isFree(haste)) return this.#enter(haste);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const enter = () => resolve(true);
    const leave = () => {
      if (this.#waiting[haste].delete(enter)) resolve(false);
    };
    this.#waiting[haste].add(enter);
    signal.addEventListener("abort", leave, { once: true });
    this.#letIn();
    const entered = await promise;
    signal.removeEventListener("abort", leave);
    return entered;
  }

  /** Lets the next push go at once: somebody says that all is well. */
  tryNow(): void {
    this.#circuit.tryNow();
    this.#letIn();
  }

  /** Notes how a push ended that was let in. */
  done(health: PushHealth): void {
    this.#underWay--;
    const { name, onChange } = this.#options;
    if (health.kind === "answered" && this.#circuit.answered()) onChange("well", name);
    if (health.kind === "failed") {
      const { retryAfterMs } = health;
      const now = performance.now();
      if (this.#circuit.failed(now, { retryAfterMs, random: Math.random() })) {
        onChange("failing", name);
      }
    }
    this.#letIn();
  }

  #isFree(haste: Haste): boolean {
    const others = this.#waiting.live.size + (haste === "backlog" ? this.#waiting.backlog.size : 0);
    return others === 0 && this.#opensAt(haste) <= performance.now();
  }

  #opensAt(haste: Haste): number {
    const now = performance.now();
    const opens = this.#circuit.opensAt(now, { underWay: this.#underWay });
    return haste === "live" ? opens : Math.max(opens, this.#budget.opensAt(now));
  }

  #enter(haste: Haste): true {
    this.#underWay++;
    this.#budget.take(haste, performance.now());
    return true;
  }

  #letIn(): void {
    clearTimeout(this.#timer);
    for (const haste of ["live", "backlog"] as const) {
      for (const enter of this.#waiting[haste]) {
        if (this.#opensAt(haste) > performance.now()) break;
        this.#waiting[haste].delete(enter);
        this.#enter(haste);
        enter();
      }
    }
    const opens = Math.min(
      ...(["live", "backlog"] as const).map((haste) =>
        this.#waiting[haste].size === 0 ? Infinity : this.#opensAt(haste)
      ),
    );
    if (opens === Infinity) return;
    const delay = Math.min(Math.ceil(opens - performance.now()), LONGEST_TIMER_MS);
    this.#timer = setTimeout(() => this.#letIn(), Math.max(delay, 0));
  }
}
