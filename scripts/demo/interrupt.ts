/** Ctrl-C, or what a supervisor sends instead. */
export interface Interrupt extends Disposable {
  /** Resolves when it is pressed. */
  readonly pressed: Promise<void>;
  isPressed(): boolean;
}

/** Listens for Ctrl-C, SIGTERM and the closing of the terminal, which then no longer end the process by themselves. */
export function onInterrupt(): Interrupt {
  const { promise, resolve } = Promise.withResolvers<void>();
  let isPressed = false;
  const listener = () => {
    isPressed = true;
    resolve();
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const name of signals) Deno.addSignalListener(name, listener);
  return {
    pressed: promise,
    isPressed: () => isPressed,
    [Symbol.dispose]() {
      for (const name of signals) Deno.removeSignalListener(name, listener);
    },
  };
}
