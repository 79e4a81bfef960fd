import type { Health, ProgramState, SearchStatus, Status } from "./status.ts";
import { counted } from "./words.ts";

const STATES: Readonly<Record<ProgramState, string>> = {
  "running": "leexport runs",
  "stopping": "leexport is stopping",
  "not running": "leexport does not run",
};

/** Says how leexport fares, in one sentence without a full stop: `leexport runs, 2 of 12 searches fail`. */
export function verdict({ program, searches }: Status): string {
  if (program.state === "not running") return STATES[program.state];
  const clauses = [STATES[program.state], ...searchClauses(searches)];
  const isElsewhere = program.health === "failing" && countOf(searches, "failing") === 0;
  if (isElsewhere && program.troubles.length > 0) clauses.push("but not all is well");
  return clauses.join(", ");
}

function* searchClauses(searches: readonly SearchStatus[]): Generator<string> {
  const total = searches.length;
  if (total === 0) return yield "and knows no search";
  const [failing, paused, fresh] = [
    countOf(searches, "failing"),
    countOf(searches, "paused"),
    countOf(searches, "new"),
  ];
  if (failing === total) yield total === 1 ? "its search fails" : `all ${total} searches fail`;
  else if (failing > 0) {
    yield `${failing.toLocaleString("en")} of ${counted(total, "search", "searches")} ${
      failing === 1 ? "fails" : "fail"
    }`;
  }
  const well = total - failing - paused - fresh;
  if (failing === 0 && well > 0) yield `${counted(well, "search is", "searches are")} well`;
  if (fresh > 0) yield `${counted(fresh, "search has", "searches have")} not run yet`;
  if (paused > 0) yield `${counted(paused, "search is", "searches are")} paused`;
}

function countOf(searches: readonly SearchStatus[], wanted: Health): number {
  return searches.filter(({ health }) => health === wanted).length;
}
