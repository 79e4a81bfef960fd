import type { Config, DestinationConfig, SearchConfig } from "../../src/config/config.ts";
import { drawPayload } from "../../src/draw/payload.ts";
import type { Tile } from "./dashboard.ts";
import type { LogLine } from "./program.ts";
import type { Arrival } from "./receiver.ts";

/** What is known of one destination of a search. */
interface Expected {
  readonly search: SearchConfig;
  readonly destination: DestinationConfig;
  /** Path of its `push_url`; `undefined` for `dummy`, which only writes to the log. */
  readonly path: string | undefined;
  payload: unknown;
}

/** Collects what arrives until every destination of every search has got something. */
export class Results {
  readonly #expected: readonly Expected[];
  readonly #complete = Promise.withResolvers<void>();
  readonly #onFirst: (sentence: string) => void;

  /**
   * @param config What the program was started with.
   * @param onFirst Called with a sentence when something arrives at a destination for the first time.
   */
  constructor(config: Config, onFirst: (sentence: string) => void) {
    this.#onFirst = onFirst;
    this.#expected = config.searches.flatMap((search) =>
      search.destinations.map((destination) => {
        const { push_url: url } = destination.options;
        const path = typeof url === "string" ? new URL(url).pathname : undefined;
        return { search, destination, path, payload: undefined };
      })
    );
  }

  /** Resolves once something has arrived everywhere. */
  get complete(): Promise<void> {
    return this.#complete.promise;
  }

  /** Takes what the receiver got. */
  takeArrival({ path, payload }: Arrival): void {
    this.#settle(this.#expected.find((one) => one.path === path), payload);
  }

  /** Takes a line of the program's log: it shows what `dummy` would push. */
  takeLine({ area, message }: LogLine): void {
    const one = this.#expected.find(({ path, destination }) =>
      path === undefined && area.split(".").includes(destination.service)
    );
    this.#settle(one, message);
  }

  /** Names the destinations at which nothing has arrived. */
  missing(): string[] {
    return this.#expected.filter(({ payload }) => payload === undefined).map(nameOf);
  }

  /** What arrived last, in the order of the config. */
  tiles(): Tile[] {
    return this.#expected.map(({ search, destination, payload }) => ({
      title: search.name,
      origin: `${serviceOf(destination)}  ${search.statement}`,
      draw: (view) => drawPayload(payload, view),
    }));
  }

  #settle(one: Expected | undefined, payload: unknown): void {
    if (one === undefined) return;
    const first = one.payload === undefined;
    one.payload = payload;
    if (!first) return;
    this.#onFirst(nameOf(one));
    if (this.missing().length === 0) this.#complete.resolve();
  }
}

function nameOf({ search, destination }: Expected): string {
  return `${search.name} -> ${serviceOf(destination)}`;
}

function serviceOf({ service, options }: DestinationConfig): string {
  const { widget_type: widget } = options;
  return typeof widget === "string" ? `${service} ${widget}` : service;
}
