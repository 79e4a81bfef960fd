/** Beyond this, a listener that reads slowly gets nothing more until it has read, bytes. */
const MOST_QUEUED = 1_048_576;

/** What a listener needs. */
export interface ListenerOptions {
  /** Makes the event that holds the whole document. */
  readonly whole: () => Uint8Array<ArrayBuffer>;
  /** Told once, when it does not listen any more. */
  readonly onLeft: (listener: Listener) => void;
}

/** A page that is open somewhere. What it has missed by reading slowly, it gets as a fresh whole document. */
export class Listener {
  readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>;
  readonly #options: ListenerOptions;
  #controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined;
  #behindSince: number | undefined;

  constructor(options: ListenerOptions) {
    this.#options = options;
    this.stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller) => {
        this.#controller = controller;
        controller.enqueue(options.whole());
      },
      pull: () => this.#catchUp(),
      cancel: () => this.#leave(),
    }, new ByteLengthQueuingStrategy({ highWaterMark: MOST_QUEUED }));
  }

  /** Since when it has not read what it was sent, Unix milliseconds; `undefined` if it keeps up. */
  get behindSince(): number | undefined {
    return this.#behindSince;
  }

  /** Sends an event, or marks that one is missing. */
  send(event: Uint8Array<ArrayBuffer>, now: number): void {
    if (this.#controller === undefined || this.#behindSince !== undefined) return;
    if ((this.#controller.desiredSize ?? 0) > 0) this.#controller.enqueue(event);
    else this.#behindSince = now;
  }

  /** Ends in good order: what was sent still arrives. */
  end(): void {
    this.#controller?.close();
    this.#leave();
  }

  /** Lets go of one that does not read. */
  abandon(): void {
    this.#controller?.error(new Error("the reader does not read"));
    this.#leave();
  }

  #catchUp(): void {
    if (this.#behindSince === undefined) return;
    this.#behindSince = undefined;
    this.#controller?.enqueue(this.#options.whole());
  }

  #leave(): void {
    if (this.#controller === undefined) return;
    this.#controller = undefined;
    this.#options.onLeft(this);
  }
}
