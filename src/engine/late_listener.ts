import type { EngineEvent, Observe } from "./event.ts";

/**
 * Keeps what happens for a listener that takes a while to load, so that searches need not wait for it. In the order in
 * which things happened, the listener gets what was before it, and then all else.
 */
export class LateListener {
  readonly #answered = Promise.withResolvers<void>();
  #before: EngineEvent[] = [];
  #listen: Observe = (event) => {
    this.#before.push(event);
    if (event.kind === "answered" || event.kind === "query_failed") this.#answered.resolve();
  };

  /** Resolves when a run has its answer, or will get none, before the listener is there. */
  get answered(): Promise<void> {
    return this.#answered.promise;
  }

  /** Takes what happens. */
  readonly observe = (event: EngineEvent): void => this.#listen(event);

  /** Hands over to the listener; without one, what was kept is let go. */
  attach(listener: Observe = () => {}): void {
    // What happens meanwhile is added at the end, and is reached as well.
    for (const event of this.#before) listener(event);
    this.#before = [];
    this.#listen = listener;
  }
}
