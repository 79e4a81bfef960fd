/** How much is kept, in characters of SVG, which are about as many bytes. */
const MOST_KEPT = 16_777_216;

/** Pictures that were drawn, as long as there is room; those that were looked at last are kept. */
export class PictureCache {
  /** The one that was looked at longest ago is first. */
  readonly #kept = new Map<string, string>();
  readonly #underWay = new Map<string, Promise<string>>();
  #size = 0;

  /**
   * Gives a picture. Who asks while it is being drawn gets the same.
   *
   * @param key What tells it apart from others.
   * @param draw Draws it if it is not here.
   */
  async get(key: string, draw: () => Promise<string>): Promise<string> {
    const kept = this.#kept.get(key);
    if (kept !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      return kept;
    }
    return await (this.#underWay.get(key) ?? this.#draw(key, draw));
  }

  async #draw(key: string, draw: () => Promise<string>): Promise<string> {
    const drawing = draw();
    this.#underWay.set(key, drawing);
    try {
      const picture = await drawing;
      this.#keep(key, picture);
      return picture;
    } finally {
      this.#underWay.delete(key);
    }
  }

  #keep(key: string, picture: string): void {
    this.#kept.set(key, picture);
    this.#size += picture.length;
    for (const [oldest, { length }] of this.#kept) {
      if (this.#size <= MOST_KEPT) return;
      this.#kept.delete(oldest);
      this.#size -= length;
    }
  }
}
