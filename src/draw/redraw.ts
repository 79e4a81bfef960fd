/** Draws over what was drawn before, on a terminal. */
export class Redraw {
  readonly #rows: number;
  #drawn = 0;

  /** @param rows Lines that the terminal has; what does not fit is left out, for it could not be drawn over. */
  constructor(rows: number) {
    this.#rows = Math.max(2, rows);
  }

  /**
   * Makes the text that puts lines in the place of those before: cursor up, each line and what stood to its right, and
   * what stood below.
   *
   * @param lines None wider than the terminal.
   */
  over(lines: readonly string[]): string {
    const most = this.#rows - 1;
    const shown = lines.length <= most ? lines : [...lines.slice(0, most - 1), "…"];
    const up = this.#drawn === 0 ? "" : `\x1b[${this.#drawn}A`;
    this.#drawn = shown.length;
    return `${up}\r${shown.map((line) => `${line}\x1b[K\n`).join("")}\x1b[J`;
  }
}
