import type { Tone } from "../draw/view.ts";
import { shortNumber } from "../draw/number.ts";
import { plainLabel } from "../draw/label.ts";
import { agoText } from "./instant_text.ts";
import type { Health, SearchStatus } from "./status.ts";

/** One column of the table of searches. */
export interface Column {
  readonly title: string;
  readonly cell: (search: SearchStatus, now: number) => string;
}

/** A sign for each health that can be told apart without colour. */
export const MARKS: Readonly<Record<Health, { readonly sign: string; readonly tone: Tone }>> = {
  failing: { sign: "✗", tone: "bad" },
  paused: { sign: "=", tone: "value" },
  new: { sign: "·", tone: "faint" },
  ok: { sign: "✓", tone: "good" },
};

/** The columns after the name, in the order in which they stand. */
export const COLUMNS = {
  state: { title: "state", cell: ({ state }) => state },
  lastRun: {
    title: "last run",
    cell: ({ latestRun }, now) =>
      latestRun === undefined ? "-" : `${agoText(latestRun.at, now)} ago`,
  },
  nextRun: {
    title: "next run",
    cell: ({ nextRunAt }, now) => {
      if (nextRunAt === undefined) return "-";
      return nextRunAt <= now ? "now" : `in ${agoText(now, nextRunAt)}`;
    },
  },
  age: { title: "newest value", cell: ageText },
  waits: { title: "waits", cell: waitingText },
} as const satisfies Readonly<Record<string, Column>>;

/** The columns that are left out first where there is no room. */
export const DISPENSABLE: readonly (keyof typeof COLUMNS)[] = [
  "nextRun",
  "lastRun",
  "state",
  "waits",
];

/** The name of a search, safe for a terminal. */
export function nameCell({ name }: SearchStatus): string {
  return plainLabel(name);
}

/** Of several destinations, the one whose newest value is the oldest. */
function ageText({ destinations }: SearchStatus): string {
  const ages = destinations.map(({ ageMs }) => ageMs).filter((age) => age !== undefined);
  return ages.length === 0 ? "-" : `${agoText(0, Math.max(...ages))} old`;
}

function waitingText({ destinations }: SearchStatus): string {
  const waiting = destinations.reduce((sum, { waiting }) => sum + waiting.payloads, 0);
  const rejected = destinations.reduce((sum, { rejected }) => sum + rejected, 0);
  const refused = rejected === 0 ? "" : `${shortNumber(rejected)} refused`;
  const parts = [waiting === 0 ? "" : shortNumber(waiting), refused];
  return parts.filter((part) => part !== "").join(", ") || "-";
}
