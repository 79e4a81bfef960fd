import type { Config, SearchConfig } from "../config/config.ts";
import { openConfig } from "../engine/open_config.ts";
import { LeexportError, UsageError } from "../errors.ts";
import { laneText } from "../store/lane_text.ts";
import { STORE_FILE } from "../store/open_store.ts";
import {
  emptyReport,
  type LaneReport,
  openReading,
  readFailure,
  readLanes,
} from "../store/reading.ts";
import type { LaneName } from "../store/store.ts";
import { storePlace } from "../store/store_place.ts";
import { verifyLane } from "../store/verify_lane.ts";
import { suggest } from "../suggest.ts";

/** What `leexport ledger` is asked. */
export interface LedgerOptions {
  /** Shows this search only. */
  readonly search?: string | undefined;
  /** Whether it is proved that nothing is missing. */
  readonly proof: "none" | "verify";
  readonly format: "text" | "json";
  /** How many windows of each lane are listed. */
  readonly newest: number;
  /** Takes the result. */
  readonly write: (text: string) => void;
}

/** A run may be late by this much, and by two periods, before a lane is called stale. */
const LATENESS_MS = 60_000;

/**
 * Shows what has become of the windows of each lane, also while the daemon runs.
 *
 * @param configFile Path of the config file.
 * @returns Exit code: 0, or 1 if the proof fails.
 * @throws {ConfigError} If the config cannot be used.
 * @throws {UsageError} If there is no such search.
 * @throws {StoreError} If the store cannot be read.
 */
export async function ledger(configFile: string, options: LedgerOptions): Promise<number> {
  const { search, proof, write } = options;
  const { config } = await openConfig(configFile, { keys: "unneeded" });
  const path = pathOf(config);
  const lanes = lanesIn(path).filter(({ lane }) => search === undefined || lane.search === search);
  if (search !== undefined && lanes.length === 0) refuseUnknown(search, config);
  const shown = [...lanes, ...missing(lanes, { config, search })].map((report) => ({
    report,
    complaints: proof === "none" ? undefined : verifyLane(report, {
      staleBefore: staleBefore(report.lane, { config, now: Date.now() }),
    }),
  }));
  if (options.format === "json") write(`${JSON.stringify(asJson(shown, options), null, 2)}\n`);
  else {
    for (const { report, complaints } of shown) write(laneText(report, { ...options, complaints }));
    if (shown.length === 0) write("no search has been asked yet\n");
  }
  return shown.every(({ complaints = [] }) => complaints.length === 0) ? 0 : 1;
}

interface Shown {
  readonly report: LaneReport;
  readonly complaints: readonly string[] | undefined;
}

function pathOf({ process, file }: Config): string {
  const place = storePlace(process.state);
  if (place.kind === "folder") return `${place.path}/${STORE_FILE}`;
  if (place.kind === "nowhere") {
    throw new LeexportError(`Cannot find the store: ${place.reason}`, { hint: place.hint });
  }
  throw new LeexportError(`Cannot show the ledger: ${file} says state_dir = none`, {
    hint: "name a folder with state_dir, and start leexport anew",
  });
}

function lanesIn(path: string): LaneReport[] {
  using store = openReading(path);
  try {
    return [...readLanes(store)];
  } catch (error) {
    throw readFailure(error, { path });
  }
}

function refuseUnknown(search: string, { searches }: Config): void {
  const names = searches.map(({ name }) => name);
  if (names.includes(search)) return;
  const near = suggest(search, names);
  const hint = near === undefined ? `write one of ${names.join(", ")}` : `did you mean "${near}"?`;
  throw new UsageError(`Cannot show search "${search}": there is no such search`, { hint });
}

/** Contiguous lanes of the config that the store does not know. */
function missing(
  known: readonly LaneReport[],
  { config, search }: { readonly config: Config; readonly search: string | undefined },
): LaneReport[] {
  const isKnown = (lane: LaneName) =>
    known.some(({ lane: other }) =>
      other.search === lane.search && other.destination === lane.destination
    );
  return config.searches
    .filter(({ name, windows }) => windows === "contiguous" && (search ?? name) === name)
    .flatMap(({ name, destinations }) =>
      destinations.map((destination) => ({ search: name, destination: destination.name }))
    )
    .filter((lane) => !isKnown(lane))
    .map(emptyReport);
}

/** A lane that the config no longer asks for, or not in this way, may grow old. */
function staleBefore(
  { search, destination }: LaneName,
  { config, now }: { readonly config: Config; readonly now: number },
): number | undefined {
  const asked: SearchConfig | undefined = config.searches.find(({ name, windows, destinations }) =>
    name === search && windows === "contiguous" &&
    destinations.some((other) => other.name === destination)
  );
  if (asked === undefined) return undefined;
  return now - LATENESS_MS - (asked.delaySeconds + 2 * asked.periodSeconds) * 1000;
}

function asJson(shown: readonly Shown[], { newest }: LedgerOptions): unknown {
  return shown.map(({ report: { lane, account, lines, rejected }, complaints }) => ({
    ...lane,
    account,
    windows: newest === 0 ? [] : lines.slice(-newest),
    rejected,
    ...(complaints === undefined ? {} : { verified: complaints.length === 0, complaints }),
  }));
}
