/** What a process prints, line by line, for whoever waits for a line. */
export interface PrintedLines {
  /**
   * Waits until a line, printed already or not, makes `test` true.
   *
   * @throws {Error} If the process ends before, or the line does not come; the message holds what was printed.
   */
  until(test: (line: string) => boolean): Promise<void>;
  /** Resolves when the process has printed its last line. */
  readonly ended: Promise<void>;
}

const LONGEST_WAIT_MS = 60_000;

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
      let late = false;
      const timer = setTimeout(() => {
        late = true;
        more.resolve();
      }, LONGEST_WAIT_MS);
      try {
        for (let index = 0;; index++) {
          while (index >= lines.length && !over && !late) await more.promise;
          const line = lines[index];
          if (line === undefined) throw new Error(`the line did not come: ${lines.join("\n")}`);
          if (test(line)) return;
        }
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
