import { openConfig } from "../engine/open_config.ts";
import { LeexportError, UsageError } from "../errors.ts";
import { contradictions } from "../store/contradictions.ts";
import { DiskFile } from "../store/disk_file.ts";
import { TABLES } from "../store/migrations.ts";
import { STORE_FILE, type StorePlace } from "../store/open_store.ts";
import { readableRows } from "../store/readable_rows.ts";
import {
  openReading,
  readFailure,
  type ReadStore,
  requireStore,
  writeFailure,
} from "../store/reading.ts";
import { integerOf, textOf } from "../store/row.ts";
import { savedText } from "../store/salvage_report.ts";
import { storePlace } from "../store/store_place.ts";
import { Life } from "../store/tables.ts";
import { timeText } from "../store/window_text.ts";
import { withHint } from "../with_hint.ts";

/** Which store is meant: that of a config, or that in a folder. */
export interface StoreCommandOptions {
  readonly configFile?: string | undefined;
  readonly stateDir?: string | undefined;
  /** Takes the result. */
  readonly write: (text: string) => void;
}

/**
 * Looks for anything wrong in a store, also while the daemon runs.
 *
 * @returns Exit code: 0, or 1 if something is wrong. A payload that was set aside long ago is told, but wrong no more.
 * @throws {StoreError} If the store cannot be read.
 */
export async function checkStore(options: StoreCommandOptions): Promise<number> {
  const path = await pathOf(options);
  const { wrong, notes } = reading(path, (store) => ({
    wrong: [...wrongIn(store)],
    notes: [...quarantinedIn(store)],
  }));
  for (const line of [...notes, ...wrong]) options.write(`${line}\n`);
  const hint = "stop leexport and run leexport store repair; it keeps a copy";
  const verdict = wrong.length === 0 ? `${path} is whole` : withHint(`${path} is not whole`, hint);
  options.write(`${verdict}\n`);
  return wrong.length === 0 ? 0 : 1;
}

/**
 * Makes a new store of what can be read of the old one, which is kept under another name.
 *
 * @returns Exit code 0.
 * @throws {StoreError} If the daemon runs, or the folder cannot be written.
 */
export async function repairStore(options: StoreCommandOptions): Promise<number> {
  const path = await pathOf(options);
  requireStore(path);
  using file = new DiskFile(path, { life: new Life() });
  const { saved, copy } = repaired(file);
  options.write(`${path} is made anew. ${savedText(saved)}\n  the old file is kept as ${copy}\n`);
  return 0;
}

/**
 * Writes every row that can be read, one JSON object a line: `{ "table": "ledger", … }`.
 *
 * @returns Exit code 0.
 * @throws {StoreError} If the store cannot be read at all.
 */
export async function exportStore(options: StoreCommandOptions): Promise<number> {
  const path = await pathOf(options);
  reading(path, ({ db }) => {
    for (const table of TABLES) {
      for (const row of readableRows({ db, table })) {
        options.write(`${JSON.stringify({ table, ...row })}\n`);
      }
    }
  });
  return 0;
}

async function pathOf({ configFile, stateDir }: StoreCommandOptions): Promise<string> {
  if (stateDir !== undefined) return `${stateDir}/${STORE_FILE}`;
  if (configFile === undefined) {
    throw new UsageError("Cannot find the store: neither a config file nor a folder is named", {
      hint: "write leexport store check -c config.ini",
    });
  }
  const { config } = await openConfig(configFile, { keys: "unneeded" });
  return pathIn(storePlace(config.process.state), { configFile });
}

function pathIn(place: StorePlace, { configFile }: { readonly configFile: string }): string {
  if (place.kind === "folder") return `${place.path}/${STORE_FILE}`;
  if (place.kind === "nowhere") {
    throw new LeexportError(`Cannot find the store: ${place.reason}`, { hint: place.hint });
  }
  throw new LeexportError(`Cannot find the store: ${configFile} says state_dir = none`, {
    hint: "name the folder with --state-dir",
  });
}

function reading<T>(path: string, work: (store: ReadStore) => T): T {
  using store = openReading(path);
  try {
    return work(store);
  } catch (error) {
    throw readFailure(error, { path });
  }
}

function repaired(file: DiskFile): ReturnType<DiskFile["repair"]> {
  try {
    return file.repair();
  } catch (error) {
    throw writeFailure(error, { path: file.place });
  }
}

function* wrongIn({ db }: ReadStore): Generator<string> {
  const rows = db.prepare("PRAGMA integrity_check(20)").all();
  const found = rows.map((row) => textOf(row, "integrity_check"));
  if (found[0] !== "ok") yield* found;
  for (const { lane, what } of contradictions(db)) {
    yield `search "${lane.search}", ${lane.destination}: ${what}`;
  }
}

function* quarantinedIn({ db }: ReadStore): Generator<string> {
  for (const row of db.prepare("SELECT * FROM quarantine ORDER BY id").all()) {
    const lane = `search "${textOf(row, "search")}", ${textOf(row, "destination")}`;
    const when = timeText(integerOf(row, "found_at"));
    yield `${lane}: the payload of ${
      timeText(integerOf(row, "from_ms"))
    } was set aside at ${when}, ` +
      `because ${textOf(row, "reason")}`;
  }
}
