import type {
  Config,
  DestinationConfig,
  DestinationOption,
  SearchConfig,
} from "../../src/config/config.ts";
import { drawPayload } from "../../src/draw/payload.ts";
import { Secret } from "../../src/secret.ts";
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
  #expected: readonly Expected[] = [];
  readonly #complete = Promise.withResolvers<void>();
  readonly #onFirst: (name: string) => void;
  #onChange = () => {};

  /** @param onFirst Called with the name of a destination at which something arrived for the first time. */
  constructor(onFirst: (name: string) => void) {
    this.#onFirst = onFirst;
  }

  /** Says what has to arrive: something at every destination of every search. */
  expect(config: Config): void {
    this.#expected = config.searches.flatMap((search) =>
      search.destinations.map((destination) => {
        const path = pathOf(destination.options.push_url);
        return { search, destination, path, payload: undefined };
      })
    );
  }

  /** Resolves once something has arrived everywhere. */
  get complete(): Promise<void> {
    return this.#complete.promise;
  }

  /** Says whom to tell that something has arrived. */
  onChange(listener: () => void): void {
    this.#onChange = listener;
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
    this.#onChange();
    if (!first) return;
    this.#onFirst(nameOf(one));
    if (this.missing().length === 0) this.#complete.resolve();
  }
}

/** An address from the environment is hidden in the config. */
function pathOf(url: DestinationOption): string | undefined {
  const text = url instanceof Secret ? url.reveal() : url;
  return typeof text === "string" ? new URL(text).pathname : undefined;
}

function nameOf({ search, destination }: Expected): string {
  return `${search.name} -> ${serviceOf(destination)}`;
}

function serviceOf({ service, options }: DestinationConfig): string {
  const { widget_type: widget } = options;
  return typeof widget === "string" ? `${service} ${widget}` : service;
}
