/** Bits of the eight dots of a braille character, by row and column. */
const DOTS = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]] as const;
const BRAILLE_BLANK = 0x2800;

/** One character of a canvas. */
export interface BrailleCell {
  readonly text: string;
  /** Position of the series that was drawn here last. */
  readonly series: number;
}

/** A sheet of dots, two columns and four rows of them in each character. */
export class BrailleCanvas {
  /** Size in dots. */
  readonly width: number;
  readonly height: number;
  readonly #columns: number;
  readonly #dots: Uint8Array;
  readonly #series: Uint16Array;

  /**
   * @param columns Characters in a row, a whole number >= 1.
   * @param rows Rows of characters, a whole number >= 1.
   */
  constructor(columns: number, rows: number) {
    this.width = columns * 2;
    this.height = rows * 4;
    this.#columns = columns;
    this.#dots = new Uint8Array(columns * rows);
    this.#series = new Uint16Array(columns * rows);
  }

  /** Sets one dot; `x` counts from the left, `y` from the top. */
  dot(x: number, { y, series }: { readonly y: number; readonly series: number }): void {
    const cell = (y >> 2) * this.#columns + (x >> 1);
    this.#dots[cell]! |= DOTS[y & 3]![x & 1]!;
    this.#series[cell] = series;
  }

  /** Sets the dots of a straight line, both ends included. */
  line(
    from: readonly [x: number, y: number],
    { to, series }: { readonly to: readonly [x: number, y: number]; readonly series: number },
  ): void {
    const steps = Math.max(Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1]), 1);
    for (let step = 0; step <= steps; step++) {
      const part = step / steps;
      const x = Math.round(from[0] + (to[0] - from[0]) * part);
      this.dot(x, { y: Math.round(from[1] + (to[1] - from[1]) * part), series });
    }
  }

  /** Gives a row of characters, from the left; a character without dots is a blank. */
  row(row: number): BrailleCell[] {
    return Array.from({ length: this.#columns }, (_, column) => {
      const cell = row * this.#columns + column;
      const dots = this.#dots[cell]!;
      const text = dots === 0 ? " " : String.fromCharCode(BRAILLE_BLANK + dots);
      return { text, series: this.#series[cell]! };
    });
  }
}
