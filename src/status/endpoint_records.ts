import type { Trouble } from "./status.ts";

/** The places that fail for all who push there, and what they said last. */
export class EndpointRecords {
  readonly #failing = new Map<string, { readonly since: number }>();
  /** What a push to a place failed with last. */
  readonly #said = new Map<string, Trouble>();

  /** Forgets the places that no config names any more. */
  keepOnly(names: ReadonlySet<string>): void {
    for (const name of this.#failing.keys()) if (!names.has(name)) this.#failing.delete(name);
    for (const name of this.#said.keys()) if (!names.has(name)) this.#said.delete(name);
  }

  /** Takes that a place has begun to fail, or is well again. */
  change(
    name: string,
    { state, now }: { readonly state: "failing" | "well"; readonly now: number },
  ): void {
    if (state === "well") {
      this.#failing.delete(name);
      this.#said.delete(name);
    } else this.#failing.set(name, { since: this.#said.get(name)?.since ?? now });
  }

  /** Takes that a push to a place ended well: what failed before is over, unless it fails for all. */
  answered(name: string): void {
    if (!this.#failing.has(name)) this.#said.delete(name);
  }

  /** Takes what a push to a place failed with. */
  told(name: string, trouble: Trouble): void {
    const { since } = this.#said.get(name) ?? trouble;
    this.#said.set(name, { ...trouble, since });
  }

  /** What is wrong with a place; `undefined` if it is well. */
  trouble(name: string): Trouble | undefined {
    const failing = this.#failing.get(name);
    if (failing === undefined) return undefined;
    const said = this.#said.get(name);
    const why = said === undefined ? "" : `: ${said.message}`;
    return {
      message: `${name} takes nothing, so all that is for it waits${why}`,
      hint: said?.hint,
      since: failing.since,
      where: undefined,
    };
  }

  /** What is wrong with each place that fails. */
  troubles(): readonly Trouble[] {
    return [...this.#failing.keys()].map((name) => this.trouble(name))
      .filter((trouble) => trouble !== undefined);
  }
}
