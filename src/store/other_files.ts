import { connect } from "./connection.ts";
import { StoreFailure } from "./failure.ts";
import type { KeptFile } from "./keeper.ts";
import type { Tables } from "./tables.ts";

/** A store in memory: all is as on disk, and gone with the program. */
export class MemoryFile implements KeptFile {
  readonly place = "memory";

  open(): Tables {
    return connect(":memory:");
  }

  probe(): void {}

  renew(): Tables {
    return this.open();
  }

  [Symbol.dispose](): void {}
}

/** The place of a store for which no folder could be chosen: it stays in trouble. */
export class MissingFile implements KeptFile {
  readonly place: string;
  readonly #failure: StoreFailure;

  constructor(place: string, why: { readonly reason: string; readonly hint: string }) {
    this.place = place;
    this.#failure = new StoreFailure({ kind: "trouble", ...why });
  }

  open(): Tables {
    throw this.#failure;
  }

  probe(): void {}

  renew(): Tables {
    throw this.#failure;
  }

  [Symbol.dispose](): void {}
}
