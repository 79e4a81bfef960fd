/**
 * Texts in a stream of bytes: each a frame of a token, the length of the text in bytes (four bytes, big-endian) and the
 * text in UTF-8. Both ends agree on the token beforehand. What comes out of a service's process carries one that its
 * module never sees: the module shares standard output with the frames, so it can spoil the stream, but not forge a frame.
 *
 * @module
 */

const LENGTH_BYTES = 4;

/** The token of a stream that nobody else can write to. */
export const NO_TOKEN: Uint8Array = new Uint8Array(0);

/** Cuts a stream of bytes into texts. */
export class FrameReader {
  readonly #token: Uint8Array;
  readonly #longest: number;
  readonly #decoder = new TextDecoder();
  #chunks: Uint8Array[] = [];
  #size = 0;
  #needed: number;

  /**
   * @param token What every frame begins with.
   * @param options.longest The longest text that is taken, bytes.
   */
  constructor(token: Uint8Array, { longest }: { readonly longest: number }) {
    this.#token = token;
    this.#longest = longest;
    this.#needed = this.#headerBytes;
  }

  /**
   * Takes the next piece of the stream.
   *
   * @returns The texts that are complete now.
   * @throws {TypeError} If the stream is spoilt; nothing more can be read from it.
   */
  *read(chunk: Uint8Array): Generator<string> {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size < this.#needed) return;
    let bytes = join(this.#chunks, this.#size);
    for (;;) {
      this.#needed = this.#frameBytes(bytes);
      if (bytes.length < this.#needed) break;
      yield this.#decoder.decode(bytes.subarray(this.#headerBytes, this.#needed));
      bytes = bytes.subarray(this.#needed);
    }
    this.#chunks = [bytes];
    this.#size = bytes.length;
  }

  get #headerBytes(): number {
    return this.#token.length + LENGTH_BYTES;
  }

  /** How many bytes the first frame has; those of its header if not even that is complete. */
  #frameBytes(bytes: Uint8Array): number {
    if (bytes.length < this.#headerBytes) return this.#headerBytes;
    if (this.#token.some((byte, index) => bytes[index] !== byte)) {
      throw new TypeError("something that is no message was written to its standard output");
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset + this.#token.length);
    const length = view.getUint32(0);
    if (length > this.#longest) throw new TypeError("a message is too large");
    return this.#headerBytes + length;
  }
}

/** Writes texts to a stream of bytes, in order; those that wait are written together. */
export class FrameWriter {
  readonly #writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly #token: Uint8Array;
  readonly #encoder = new TextEncoder();
  #waiting: Uint8Array[] = [];
  #writing = false;

  /** @param token What every frame begins with. */
  constructor(stream: WritableStream<Uint8Array<ArrayBuffer>>, token: Uint8Array) {
    this.#writer = stream.getWriter();
    this.#token = token;
  }

  /** Hands over a text. A stream whose reader is gone swallows it. */
  write(text: string): void {
    const bytes = this.#encoder.encode(text);
    const length = new Uint8Array(LENGTH_BYTES);
    new DataView(length.buffer).setUint32(0, bytes.length);
    this.#waiting.push(this.#token, length, bytes);
    if (!this.#writing) void this.#flush();
  }

  /** Closes the stream; what still waits is lost. */
  async abort(): Promise<void> {
    this.#waiting = [];
    await this.#writer.abort().catch(() => {});
  }

  async #flush(): Promise<void> {
    this.#writing = true;
    try {
      // What is written in this turn of the event loop goes out in one piece.
      await Promise.resolve();
      while (this.#waiting.length > 0) {
        const waiting = this.#waiting;
        this.#waiting = [];
        await this.#writer.write(join(waiting, sizeOf(waiting)));
      }
    } catch {
      // The reader is gone: whoever holds the process learns that from its end.
      this.#waiting = [];
    }
    this.#writing = false;
  }
}

function sizeOf(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((size, { length }) => size + length, 0);
}

function join(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    joined.set(chunk, offset);
    offset += chunk.length;
  }
  return joined;
}
