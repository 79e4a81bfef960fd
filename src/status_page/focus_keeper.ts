/**
 * Keeps the focus while something is drawn again. An element that moved to another place has lost it; one that is gone,
 * as a button that has done its work, hands it to a button or a line nearby, so that the keyboard does not begin anew.
 */
export class FocusKeeper {
  readonly #element = document.activeElement;
  readonly #places: readonly Element[];

  /** Notes what has the focus. @param places Selects the parts within which it may be handed on, the nearest first. */
  constructor(...places: readonly string[]) {
    this.#places = places
      .map((place) => this.#element?.closest(place) ?? undefined)
      .filter((place) => place !== undefined);
  }

  /** Gives the focus back. */
  keep(): void {
    if (document.activeElement === this.#element) return;
    const heir = this.#element?.isConnected
      ? this.#element
      : this.#places.find((place) => place.isConnected)?.querySelector("button, summary");
    if (heir instanceof HTMLElement) heir.focus({ preventScroll: true });
  }
}
