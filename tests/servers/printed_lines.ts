/** What a process prints, line by line, for whoever waits for a line. */
export interface PrintedLines {
  /**
   * Waits until a line, printed already or not, makes `test` true.
   *
   * @throws {Error} If the process ends before; the message holds what it printed.
   */
  until(test: (line: string) => boolean): Promise<void>;
  /** Resolves when the process has printed its last line. */
  readonly ended: Promise<void>;
}

/** Reads what a process prints to its end. */
export function printedLines(stream: ReadableStream<Uint8Array<ArrayBuffer>>): PrintedLines {
  const lines: string[] = [];
  let more = Promise.withResolvers<void>();
  let over = false;
  const read = async (): Promise<void> => {
    let rest = "";
    for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
      const parts = (rest + chunk).split("\n");
      rest = parts.pop() ?? "";
      lines.push(...parts);
      more.resolve();
      more = Promise.withResolvers<void>();
    }
    over = true;
    more.resolve();
  };
  return {
    ended: read(),
    async until(test) {
      for (let index = 0;; index++) {
        while (index >= lines.length && !over) await more.promise;
        const line = lines[index];
        if (line === undefined) throw new Error(`the process ended: ${lines.join("\n")}`);
        if (test(line)) return;
      }
    },
  };
}
