import { paint, type View } from "../draw/view.ts";
import { findTroubles } from "./found_troubles.ts";
import { agoText } from "./instant_text.ts";
import { searchTable } from "./search_table.ts";
import type { ProgramStatus, Status } from "./status.ts";
import { troubleText } from "./trouble_text.ts";
import { verdict } from "./verdict.ts";
import { counted, wrapWords } from "./words.ts";

/** How the document is written. */
export interface StatusTextOptions {
  readonly view: View;
  /** Whether all searches and troubles are listed, or the first of them, the worst first. */
  readonly extent: "all" | "worst";
  /** `Europe/Berlin`; by default that of this machine. */
  readonly timeZone?: string | undefined;
}

/** What is listed of each, unless all is. */
const MOST_SEARCHES = 20;
const MOST_TROUBLES = 8;

/**
 * Writes the document for people: a verdict, what is wrong and what to do about it, and how each search fares.
 *
 * @returns Lines, none wider than the view.
 */
export function statusText(status: Status, options: StatusTextOptions): string[] {
  const { view, extent, timeZone } = options;
  const { program, searches } = status;
  const { width } = view;
  const tone = program.health === "ok" && program.state === "running" ? "good" : "bad";
  const table = searchTable(searches, {
    view,
    now: program.at,
    limit: extent === "all" ? Infinity : MOST_SEARCHES,
  });
  return [
    ...wrapWords(verdict(status), { width }).map((line) => paint(line, { tone, view })),
    ...wrapWords(programText(program), { width })
      .map((line) => paint(line, { tone: "faint", view })),
    ...troublesText(status, { view, extent, timeZone }),
    ...(table.length === 0 ? [] : ["", ...table]),
  ];
}

function programText(program: ProgramStatus): string {
  const { version, pid, startedAt, at, configFile, queriesLeft } = program;
  return [
    `leexport ${version}`,
    configFile,
    ...(pid === undefined ? [] : [`process ${pid}`]),
    ...(startedAt === undefined ? [] : [`up for ${agoText(startedAt, at)}`]),
    ...(queriesLeft === undefined ? [] : [`${counted(queriesLeft, "query", "queries")} left`]),
  ].join(", ");
}

function troublesText(status: Status, { view, extent, timeZone }: StatusTextOptions): string[] {
  const troubles = findTroubles(status);
  const limit = extent === "all" ? troubles.length : MOST_TROUBLES;
  const now = status.program.at;
  const told = troubles.slice(0, limit).flatMap((trouble) => [
    "",
    ...troubleText(trouble, { view, now, timeZone }),
  ]);
  const left = troubles.length - limit;
  if (left <= 0) return told;
  return [...told, "", `… and ${counted(left, "more trouble")} (--all)`];
}
