import type { RunOutcome } from "../status/status.ts";
import { type Labelled, labelText, type Series, seriesText } from "./metrics_text.ts";

const RUNS: Series<number> = {
  name: "leexport_runs_total",
  type: "counter",
  help: "Runs of a search that have ended, by how they ended.",
  read: (count) => count,
};

const OUTCOMES: readonly RunOutcome[] = ["ok", "waiting", "rejected", "failed"];

/** How many runs of a search ended in one way, and the labels under which that is told. */
interface Count {
  readonly labels: string;
  subject: number;
}

/** Runs by search and outcome: the only counts of which there are thousands, so they are kept and written by hand. */
export class RunCounts {
  #bySearch = new Map<string, ReadonlyMap<RunOutcome, Count>>();

  /** Counts for these searches from now on, those that are new from 0; forgets all others. */
  keep(searches: Iterable<string>): void {
    const before = this.#bySearch;
    this.#bySearch = new Map();
    for (const search of searches) {
      this.#bySearch.set(search, before.get(search) ?? countsOf(search));
    }
  }

  /** Counts a run; of a search that ended because of a new config while it was running, nothing. */
  add(search: string, outcome: RunOutcome): void {
    const count = this.#bySearch.get(search)?.get(outcome);
    if (count !== undefined) count.subject++;
  }

  /** The counts in the OpenMetrics format. */
  text(): string {
    return seriesText(RUNS, this.#labelled());
  }

  *#labelled(): Generator<Labelled<number>> {
    for (const counts of this.#bySearch.values()) yield* counts.values();
  }
}

function countsOf(search: string): ReadonlyMap<RunOutcome, Count> {
  return new Map(
    OUTCOMES.map((outcome) => [outcome, { labels: labelText({ search, outcome }), subject: 0 }]),
  );
}
