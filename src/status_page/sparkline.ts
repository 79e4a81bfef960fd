import type { RunMark, RunOutcome } from "../status/status.ts";
import { duration } from "./times.ts";
import { counted } from "./words.ts";

/**
 * The history of runs as paths: one bar a run, its height says how long the run took, its shape how it ended. Pure.
 *
 * @module
 */

/** What is drawn: one path for each outcome, in a box of 240 x 24. */
export interface Sparkline {
  readonly paths: ReadonlyMap<RunOutcome, string>;
  /** The same in words. */
  readonly text: string;
}

/** How many runs there is room for. */
const RUNS = 40;
const STEP = 6;
const WIDTH = 4;
const HEIGHT = 24;
const LOWEST = 3;

/** Draws runs, oldest first; the newest ends at the right edge. */
export function sparkline(history: readonly RunMark[]): Sparkline {
  const runs = history.slice(-RUNS);
  const slowest = Math.max(1, ...runs.map(({ totalMs }) => totalMs ?? 0));
  const paths = new Map<RunOutcome, string>();
  runs.forEach((run, index) => {
    const x = (RUNS - runs.length + index) * STEP + 1;
    const height = LOWEST + ((run.totalMs ?? slowest) / slowest) * (HEIGHT - LOWEST - 2);
    const mark = MARKS[run.outcome](x, Math.round(height));
    paths.set(run.outcome, (paths.get(run.outcome) ?? "") + mark);
  });
  return { paths, text: wordsFor(runs) };
}

/** Well: a bar. Waiting: a hollow bar. Rejected: a bar under a gap and a dot. Failed: a cross. */
const MARKS: Readonly<Record<RunOutcome, (x: number, height: number) => string>> = {
  ok: (x, height) => bar(x, height),
  waiting: (x, height) => bar(x, Math.max(height, 6)) + hole(x, Math.max(height, 6)),
  rejected: (x, height) =>
    bar(x, Math.min(height, HEIGHT - 8)) +
    `M${x} ${HEIGHT - Math.min(height, HEIGHT - 8) - 6}h${WIDTH}v4h-${WIDTH}z`,
  failed: (x) => `M${x - 0.5} 6l5 12M${x + 4.5} 6l-5 12`,
};

function bar(x: number, height: number): string {
  return `M${x} ${HEIGHT}v-${height}h${WIDTH}v${height}z`;
}

/** The other way round, so that it is left out. */
function hole(x: number, height: number): string {
  return `M${x + 1} ${HEIGHT - 1}h2v-${height - 2}h-2z`;
}

const WORDS: Readonly<Record<RunOutcome, string>> = {
  ok: "well",
  waiting: "with a payload that waits",
  rejected: "with a rejected payload",
  failed: "without an answer",
};

function wordsFor(runs: readonly RunMark[]): string {
  const latest = runs.at(-1);
  if (latest === undefined) return "No run yet";
  const counts = new Map<RunOutcome, number>();
  for (const { outcome } of runs) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const parts = [...counts].map(([outcome, count]) => `${count} ${WORDS[outcome]}`);
  const took = latest.totalMs === undefined ? "" : `; the latest took ${duration(latest.totalMs)}`;
  return `Last ${counted(runs.length, "run")}: ${parts.join(", ")}${took}`;
}
