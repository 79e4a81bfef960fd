import { FATES } from "./lanes.ts";
import { OUTCOMES } from "./ledger.ts";
import type { LaneReport } from "./reading.ts";
import type { Window } from "./store.ts";
import { timeText, windowText } from "./window_text.ts";

/**
 * Proves that no window of a lane is missing and none is there twice, and that its account adds up.
 *
 * @param options.staleBefore The checkpoint must not be older, Unix milliseconds; `undefined` = it may be of any age.
 * @returns What is wrong, as clauses that go on from the lane's name: `has no window from … to …`. Empty if all is well.
 */
export function verifyLane(
  report: LaneReport,
  { staleBefore }: { readonly staleBefore: number | undefined },
): string[] {
  return [...wrongSums(report), ...misplacedWindows(report), ...stale(report, staleBefore)];
}

function* wrongSums({ account, lines }: LaneReport): Generator<string> {
  const sum = FATES.reduce((sum, fate) => sum + account[fate], 0);
  if (sum !== account.asked) {
    yield `was asked ${account.asked} windows, and what became of them adds up to ${sum}`;
  }
  for (const outcome of OUTCOMES) {
    const entered = lines.filter((line) => line.outcome === outcome)
      .reduce((sum, { count }) => sum + count, 0);
    if (entered > account[outcome]) {
      yield `has ${entered} windows that are ${outcome} in its ledger, and counts ${
        account[outcome]
      }`;
    }
  }
}

/** Windows that wait and windows that have ended are one row without a gap, up to the checkpoint. */
function* misplacedWindows({ account, lines, waiting, coveredTo }: LaneReport): Generator<string> {
  const windows: Window[] = [...lines.map(({ window }) => window), ...waiting];
  windows.sort((a, b) => a.from - b.from);
  let end = windows[0]?.from;
  for (const { from, to } of windows) {
    if (end !== undefined && from > end) {
      yield `has no window ${windowText({ from: end, to: from })}`;
    }
    if (end !== undefined && from < end) {
      yield `has ${windowText({ from, to: Math.min(end, to) })} twice`;
    }
    end = Math.max(end ?? to, to);
  }
  const { askedTo } = account;
  if (askedTo !== undefined && end !== undefined && askedTo > end) {
    yield `has no window ${windowText({ from: end, to: askedTo })}`;
  } else if (askedTo !== undefined && end === undefined && coveredTo !== undefined) {
    yield `has none of its windows before ${timeText(askedTo)}`;
  }
}

function* stale(
  { account: { askedTo } }: LaneReport,
  staleBefore: number | undefined,
): Generator<string> {
  if (staleBefore === undefined) return;
  if (askedTo === undefined) yield "has not been asked yet";
  else if (askedTo < staleBefore) yield `is stale: asked up to ${timeText(askedTo)}`;
}
