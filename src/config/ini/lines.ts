/** Hands out the lines of a text, as a file opened by ConfigObj has them: only a line feed ends one. */
export class Lines {
  readonly #text: string;
  #next = 0;
  /** Number of the current line, from 1; 0 before the first. */
  number = 0;
  /** The current line, without line feed and carriage returns at its end. */
  current = "";

  constructor(text: string) {
    this.#text = text;
  }

  /** Goes to the next line; `false` if there is none. */
  advance(): boolean {
    if (this.#next >= this.#text.length) return false;
    const feed = this.#text.indexOf("\n", this.#next);
    let end = feed === -1 ? this.#text.length : feed;
    const start = this.#next;
    this.#next = end + 1;
    while (end > start && this.#text[end - 1] === "\r") end--;
    this.current = this.#text.slice(start, end);
    this.number++;
    return true;
  }
}
