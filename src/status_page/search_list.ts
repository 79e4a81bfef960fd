import { html, render } from "lit-html";
import { guard } from "lit-html/directives/guard.js";
import { repeat } from "lit-html/directives/repeat.js";
import type { SearchAction } from "../status/search_action.ts";
import type { SearchStatus, Trouble } from "../status/status.ts";
import { FocusKeeper } from "./focus_keeper.ts";
import { type SearchShown, searchView } from "./search_view.ts";
import { groupKey, troublesOf } from "./trouble_groups.ts";

/** Up to so many searches all are open, and look like a dashboard; more are lines to open. */
const MOST_OPEN = 24;
/** How many searches a frame adds at first, so that the page can be used while a long list grows. */
const GROWTH = 200;

/** What a list is told. */
export interface ListOptions {
  /** Draws the page again. */
  readonly changed: () => void;
  readonly act: (search: string, action: SearchAction) => void;
}

/** The list of searches. Only what changed is drawn again, and only what is near the screen is laid out. */
export class SearchList {
  readonly #element: HTMLElement;
  readonly #options: ListOptions;
  readonly #opened = new Map<string, boolean>();
  readonly #inSight = new Set<Element>();
  #drawn = 0;

  constructor(element: HTMLElement, options: ListOptions) {
    this.#element = element;
    this.#options = options;
    element.addEventListener("contentvisibilityautostatechange", this.#note);
  }

  readonly #note = (event: Event) => {
    if (!(event instanceof ContentVisibilityAutoStateChangeEvent)) return;
    if (!(event.target instanceof Element)) return;
    if (event.skipped) this.#inSight.delete(event.target);
    else this.#inSight.add(event.target);
  };

  /** The searches near the screen. */
  *inSight(): Generator<Element> {
    for (const element of this.#inSight) {
      if (element.isConnected) yield element;
      else this.#inSight.delete(element);
    }
  }

  /**
   * Draws searches in an order.
   *
   * @param options.all How many there are, with those that are left out.
   * @param options.toldAtTop Keys of the troubles that the top of the page tells in full.
   */
  draw(
    searches: readonly SearchStatus[],
    { all, mayAct, toldAtTop }: {
      readonly all: number;
      readonly mayAct: boolean;
      readonly toldAtTop: ReadonlySet<string>;
    },
  ): void {
    this.#drawn = Math.min(searches.length, this.#drawn + GROWTH);
    if (this.#drawn < searches.length) this.#options.changed();
    const few = all <= MOST_OPEN;
    this.#element.classList.toggle("cards", few);
    const line = (search: SearchStatus) => {
      const open = this.#opened.get(search.name) ?? few;
      // Only a card that is open shows them.
      const told = new Set(open ? toldOf(search, toldAtTop) : []);
      return html`<li class=${open ? "open" : "closed"} data-search=${search.name}>${
        guard([search, open, mayAct, ...told], () => this.#view(search, { open, mayAct, told }))
      }</li>`;
    };
    const focus = new FocusKeeper(".actions", "li");
    render(repeat(searches.slice(0, this.#drawn), ({ name }) => name, line), this.#element);
    focus.keep();
  }

  #view(search: SearchStatus, shown: Pick<SearchShown, "open" | "mayAct" | "told">) {
    return searchView(search, {
      ...shown,
      act: (action) => this.#options.act(search.name, action),
      toggled: ({ target }) => {
        if (!(target instanceof HTMLDetailsElement)) return;
        if (target.open === (this.#opened.get(search.name) ?? shown.open)) return;
        this.#opened.set(search.name, target.open);
        this.#options.changed();
      },
    });
  }

  /** Opens a search; `show` brings it into sight once it is drawn. */
  open(search: string): void {
    this.#opened.set(search, true);
    this.#drawn = Infinity;
  }

  /** Brings a search into sight and puts the focus on it. */
  show(search: string): void {
    const line = this.#element.querySelector(`[data-search="${CSS.escape(search)}"]`);
    line?.scrollIntoView({ block: "start" });
    line?.querySelector("summary")?.focus({ preventScroll: true });
  }
}

function toldOf(search: SearchStatus, toldAtTop: ReadonlySet<string>): readonly Trouble[] {
  return troublesOf(search).filter((trouble) => toldAtTop.has(groupKey(search.name, trouble)));
}
