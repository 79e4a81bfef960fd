import { wait } from "./wait.ts";

/** A wait that others may end early. */
export class Alarm {
  #waiting: AbortController | undefined;
  #hasRung = false;

  /** Ends the wait that is under way, or the next one. */
  ring(): void {
    this.#hasRung = true;
    this.#waiting?.abort("rang");
  }

  /** Waits until the time is over, the alarm rings or the signal is aborted. One may wait at a time. */
  async wait(ms: number, signal: AbortSignal): Promise<"over" | "rang" | "aborted"> {
    const waiting = new AbortController();
    const stop = () => waiting.abort("ended");
    signal.addEventListener("abort", stop, { once: true });
    this.#waiting = waiting;
    if (!signal.aborted && !this.#hasRung) await wait(ms, waiting.signal);
    const hasRung = this.#hasRung;
    this.#waiting = undefined;
    this.#hasRung = false;
    signal.removeEventListener("abort", stop);
    if (signal.aborted) return "aborted";
    return hasRung ? "rang" : "over";
  }
}
