/** What waits in a {@linkcode DueHeap}. */
export interface Due {
  /** Unix milliseconds. */
  readonly due: number;
  /** Tells those apart that are due at once: the lower one goes first. */
  readonly order: number;
}

/** Holds what waits and gives out what is due earliest; adding, taking and removing cost the logarithm of its size. */
export class DueHeap<Item extends Due> {
  readonly #items: Item[] = [];
  readonly #places = new Map<Item, number>();

  get size(): number {
    return this.#items.length;
  }

  add(item: Item): void {
    this.#items.push(item);
    this.#rise(item, this.#items.length - 1);
  }

  /** Takes out what is due earliest; `undefined` if it is empty. */
  take(): Item | undefined {
    const [first] = this.#items;
    if (first !== undefined) this.remove(first);
    return first;
  }

  /** Takes an item out, wherever it is; nothing happens if it is not in. */
  remove(item: Item): void {
    const place = this.#places.get(item);
    if (place === undefined) return;
    this.#places.delete(item);
    const last = this.#items.pop();
    if (last === undefined || last === item) return;
    this.#rise(last, place);
    this.#sink(last, this.#places.get(last) ?? place);
  }

  /** Moves an item up from a place that is free for it. */
  #rise(item: Item, from: number): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const other = this.#items[above];
      if (other === undefined || !isBefore(item, other)) break;
      this.#put(other, place);
      place = above;
    }
    this.#put(item, place);
  }

  #sink(item: Item, from: number): void {
    let place = from;
    while (true) {
      const left = place * 2 + 1;
      const below = this.#isBefore(left + 1, left) ? left + 1 : left;
      const other = this.#items[below];
      if (other === undefined || !isBefore(other, item)) break;
      this.#put(other, place);
      place = below;
    }
    this.#put(item, place);
  }

  #isBefore(place: number, other: number): boolean {
    const [first, second] = [this.#items[place], this.#items[other]];
    return first !== undefined && second !== undefined && isBefore(first, second);
  }

  #put(item: Item, place: number): void {
    this.#items[place] = item;
    this.#places.set(item, place);
  }
}

function isBefore(first: Due, second: Due): boolean {
  return first.due === second.due ? first.order < second.order : first.due < second.due;
}
