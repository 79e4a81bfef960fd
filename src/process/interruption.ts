/** The wish of a person or of a service manager that the program ends. */
export interface Interruption extends Disposable {
  /** Aborted by SIGINT (Ctrl-C) or SIGTERM. */
  readonly signal: AbortSignal;
  /** Aborted by the second one: nothing more is waited for. */
  readonly again: AbortSignal;
}

/** Listens for SIGINT and SIGTERM until disposed of; without a listener they would end the process at once. */
export function listenForInterruption(): Interruption {
  const controller = new AbortController();
  const again = new AbortController();
  const interrupt = () => (controller.signal.aborted ? again : controller).abort();
  Deno.addSignalListener("SIGINT", interrupt);
  Deno.addSignalListener("SIGTERM", interrupt);
  return {
    signal: controller.signal,
    again: again.signal,
    [Symbol.dispose]() {
      Deno.removeSignalListener("SIGINT", interrupt);
      Deno.removeSignalListener("SIGTERM", interrupt);
    },
  };
}
