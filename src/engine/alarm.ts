import { wait } from "./wait.ts";

/** A wait that others may end early. */
export class Alarm {
  #ringing = new AbortController();

  /** Ends the wait that is under way, or the next one. */
  ring(): void {
    this.#ringing.abort();
  }

  /** Waits until the time is over, the alarm rings or the signal is aborted. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    const ringing = this.#ringing;
    const stop = () => ringing.abort();
    signal.addEventListener("abort", stop, { once: true });
    if (!signal.aborted) await wait(ms, ringing.signal);
    signal.removeEventListener("abort", stop);
    if (ringing.signal.aborted) this.#ringing = new AbortController();
  }
}
