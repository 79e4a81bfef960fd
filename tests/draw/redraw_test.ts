import { deepEqual } from "node:assert/strict";
import fc from "fast-check";
import { Redraw } from "../../src/draw/redraw.ts";

const ROWS = 6;

/** A terminal that understands what a redraw sends: text, line feed, cursor up, erase to the right and below. */
class Terminal {
  lines: string[] = [""];
  #row = 0;

  /** Lines that have scrolled out can be reached no more. */
  get #top(): number {
    return Math.max(0, this.lines.length - ROWS);
  }

  write(text: string): void {
    // deno-lint-ignore no-control-regex -- a terminal lives on them
    for (const [piece, up] of text.matchAll(/\x1b\[(\d+)A|\x1b\[K|\x1b\[J|\r|\n|[^\x1b\r\n]+/g)) {
      if (up !== undefined) this.#row = Math.max(this.#top, this.#row - Number(up));
      else if (piece === "\x1b[J") this.lines.length = this.#row + 1;
      else if (piece === "\n" && ++this.#row === this.lines.length) this.lines.push("");
      else if (piece !== "\n" && piece !== "\r" && piece !== "\x1b[K") {
        this.lines[this.#row] = piece;
      }
    }
    this.lines[this.#row] = "";
  }
}

Deno.test("a redraw leaves nothing of what was drawn before, and what stood above it as it was", () => {
  const drawing = fc.array(fc.stringMatching(/^[a-z]{1,5}$/), { maxLength: 9 });
  fc.assert(fc.property(fc.array(drawing, { minLength: 1, maxLength: 5 }), (drawings) => {
    const terminal = new Terminal();
    terminal.write("before\n");
    const redraw = new Redraw(ROWS);
    for (const lines of drawings) {
      terminal.write(redraw.over(lines));
      const shown = lines.length < ROWS ? lines : [...lines.slice(0, ROWS - 2), "…"];
      deepEqual(terminal.lines, ["before", ...shown, ""]);
    }
  }));
});
