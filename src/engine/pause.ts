import { unlessAborted } from "../bounded_wait.ts";

/** Whether somebody wants a search to ask nothing for a while. */
export class Pause {
  #over: PromiseWithResolvers<void> | undefined;

  /** @param state How it is at the start: an earlier life of the program may have been told to pause. */
  constructor(state: "paused" | "going") {
    if (state === "paused") this.begin();
  }

  get isOn(): boolean {
    return this.#over !== undefined;
  }

  begin(): void {
    this.#over ??= Promise.withResolvers();
  }

  end(): void {
    this.#over?.resolve();
    this.#over = undefined;
  }

  /** Resolves when it is not paused, or when the signal is aborted. */
  async over(signal: AbortSignal): Promise<void> {
    while (this.#over !== undefined && !signal.aborted) {
      await unlessAborted(this.#over.promise, signal);
    }
  }
}
