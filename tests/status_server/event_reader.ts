import type { StatusChange } from "../../src/status/status.ts";

/** One server-sent event; a whole document reads as a change of everything. */
export interface ServerSentEvent {
  readonly event: string;
  readonly data: StatusChange;
}

/** Reads server-sent events one by one. */
export class EventReader implements AsyncDisposable {
  readonly #reader: ReadableStreamDefaultReader<string>;
  /** Everything that was read. */
  text = "";
  #at = 0;

  constructor(body: ReadableStream<Uint8Array<ArrayBuffer>>) {
    this.#reader = body.pipeThrough(new TextDecoderStream()).getReader();
  }

  /** Listens at an address. */
  static async open(url: string): Promise<EventReader> {
    const { body } = await fetch(url);
    if (body === null) throw new TypeError("no body");
    return new EventReader(body);
  }

  /** Waits for the next block of lines, which may be a comment. */
  async block(): Promise<string | undefined> {
    for (;;) {
      const end = this.text.indexOf("\n\n", this.#at);
      if (end >= 0) {
        const block = this.text.slice(this.#at, end);
        this.#at = end + 2;
        return block;
      }
      const { done, value } = await this.#reader.read();
      if (done) return undefined;
      this.text += value;
    }
  }

  /** Waits for the next event; `undefined` when there are no more. */
  async next(): Promise<ServerSentEvent | undefined> {
    const block = await this.block();
    if (block === undefined) return undefined;
    const event = /^event: (.*)$/m.exec(block)?.[1];
    if (event === undefined) return await this.next();
    return { event, data: JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? "null") };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#reader.cancel();
  }
}
