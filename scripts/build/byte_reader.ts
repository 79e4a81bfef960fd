/** Reads what `deno compile` has written, from the front on; lengths are little-endian. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at: number;

  /** @param at Where to begin, bytes. */
  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = at;
  }

  /** Bytes from the front of all to here. */
  get position(): number {
    return this.#at;
  }

  u8(): number {
    return this.#view.getUint8(this.#step(1));
  }

  u32(): number {
    return this.#view.getUint32(this.#step(4), true);
  }

  /**
   * @throws {RangeError} If fewer bytes are left.
   */
  bytes(length: number): Uint8Array {
    const start = this.#step(length);
    return this.#bytes.subarray(start, start + length);
  }

  /** What has its length before it, in four bytes. */
  block32(): Uint8Array {
    return this.bytes(this.u32());
  }

  /** What has its length before it, in eight bytes. */
  block64(): Uint8Array {
    const length = this.#view.getBigUint64(this.#step(8), true);
    return this.bytes(Number(length));
  }

  #step(length: number): number {
    const start = this.#at;
    if (start + length > this.#bytes.length) throw new RangeError("it ends too early");
    this.#at = start + length;
    return start;
  }
}
