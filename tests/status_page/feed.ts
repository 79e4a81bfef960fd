import type { StatusSource } from "../../src/status/source.ts";
import type { ProgramStatus, SearchStatus, Status } from "../../src/status/status.ts";
import { someProgram } from "./some_status.ts";

/** A source of status that a test fills. */
export class Feed implements StatusSource {
  #program: ProgramStatus;
  readonly #searches: Map<string, SearchStatus>;
  readonly #revisions = new Map<string, number>();
  #revision = 1;
  #payload = "{}";

  constructor(searches: readonly SearchStatus[], program: Partial<ProgramStatus> = {}) {
    this.#program = someProgram(program);
    this.#searches = new Map(searches.map((search) => [search.name, search]));
  }

  /** Lets searches change. */
  change(searches: readonly SearchStatus[], program: Partial<ProgramStatus> = {}): void {
    this.#revision++;
    this.#program = { ...this.#program, ...program, at: Date.now() };
    for (const search of searches) {
      this.#searches.set(search.name, search);
      this.#revisions.set(search.name, this.#revision);
    }
  }

  /** What every destination last got, JSON. */
  set payloadText(text: string) {
    this.#payload = text;
  }

  status(): Status {
    return {
      program: { ...this.#program, at: Date.now() },
      searches: [...this.#searches.values()],
    };
  }

  changesSince(revision: number): ReturnType<StatusSource["changesSince"]> {
    const changed = (name: string) => (this.#revisions.get(name) ?? 1) > revision;
    const searches = [...this.#searches.values()].filter(({ name }) => changed(name));
    return { revision: this.#revision, change: { program: this.#program, searches } };
  }

  payload(): ReturnType<StatusSource["payload"]> {
    return this.#payload === "" ? undefined : { picture: 1, text: this.#payload };
  }
}
