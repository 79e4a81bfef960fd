import { printable } from "../printable.ts";
import type { Account } from "./account.ts";
import { FATES } from "./lanes.ts";
import type { LedgerLine } from "./ledger.ts";
import type { LaneReport } from "./reading.ts";
import { timeText, windowText } from "./window_text.ts";

/**
 * Shows one lane for people.
 *
 * @param options.newest How many windows are listed.
 * @param options.complaints What a proof found; `undefined` if none was asked for.
 */
export function laneText(
  report: LaneReport,
  { newest, complaints }: {
    readonly newest: number;
    readonly complaints: readonly string[] | undefined;
  },
): string {
  const { lane, account, lines, rejected } = report;
  const listed = newest === 0 ? [] : lines.slice(-newest);
  const left = lines.length - listed.length;
  const paragraphs = [
    `search "${lane.search}", ${lane.destination}`,
    `  ${accountText(account)}`,
    ...latestText(account),
    `  ${windowsText(account)}`,
    ...(left > 0 ? [`  … ${left} older ${left === 1 ? "line" : "lines"} (--all lists them)`] : []),
    ...listed.map((line) => `  ${lineText(line)}`),
    ...rejected.map(({ window, reason }) =>
      `  rejected ${windowText(window)}: ${printable(reason)}`
    ),
    ...(complaints ?? []).map((complaint) => `  wrong: it ${complaint}`),
    ...(complaints?.length === 0 ? [`  verified: ${proofText(report)}`] : []),
  ];
  return `${paragraphs.join("\n")}\n`;
}

function proofText({ account }: LaneReport): string {
  return account.askedTo === undefined
    ? "the account adds up; of sliding windows nothing else can be proved"
    : "no window is missing, none is there twice, the account adds up";
}

function windowsText({ asked, askedTo }: Account): string {
  if (askedTo !== undefined) return `contiguous windows, taken up to ${timeText(askedTo)}`;
  return asked === 0
    ? "no window has been asked about yet"
    : "sliding windows: they are counted, and only the newest is told";
}

function accountText(account: Account): string {
  const fates = FATES.filter((fate) => account[fate] > 0).map((fate) => `${account[fate]} ${fate}`);
  return [`asked ${account.asked}`, ...fates].join(", ");
}

function latestText({ latest }: Account): string[] {
  if (latest === undefined) return [];
  const { at, digest } = latest;
  return [`  newest delivery ${windowText(latest)}, at ${timeText(at)}, digest ${digest}`];
}

function lineText({ window, outcome, count, settledAt, digest, reason }: LedgerLine): string {
  const several = count === 1 ? "" : ` (${count} windows)`;
  const ending = outcome === "delivered"
    ? `digest ${digest}`
    : printable(reason ?? "no reason is known");
  return `${outcome} ${windowText(window)}${several}, at ${timeText(settledAt)}, ${ending}`;
}
