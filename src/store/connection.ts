import { DatabaseSync } from "node:sqlite";
import { StoreError } from "../errors.ts";
import { migrate, MIGRATIONS } from "./migrations.ts";
import { integerOf } from "./row.ts";
import { openTables, type Tables } from "./tables.ts";

/** How long a lock of another process, of a reading command at most, is waited for, milliseconds. */
const BUSY_TIMEOUT_MS = 2000;

/** Pages are given back to the disk in steps. It has to be said before the first table is made. */
const FRESH = "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;";

/** `FULL`: see open_store.ts. The log of the database shrinks to 4 MiB whenever all of it is in the file. */
const EACH_TIME = "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;" +
  "PRAGMA journal_size_limit = 4194304;";

/**
 * Opens a file for writing; an empty one is filled with tables.
 *
 * @param path `:memory:` for none.
 * @throws {StoreError} If a newer version of the program wrote it: it is left as it is.
 */
export function connect(path: string): Tables {
  const db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    const version = versionOf(db, { path });
    if (version === 0) db.exec(FRESH);
    db.exec(EACH_TIME);
    migrate(db, { from: version });
    return openTables(db);
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Opens a file for reading, also while another process writes it.
 *
 * @throws {StoreError} If a newer version of the program wrote it.
 */
export function connectReading(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS, readOnly: true });
  try {
    versionOf(db, { path });
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function versionOf(db: DatabaseSync, { path }: { readonly path: string }): number {
  const version = integerOf(db.prepare("PRAGMA user_version").get() ?? {}, "user_version");
  const known = MIGRATIONS.length;
  if (version <= known) return version;
  throw new StoreError(
    `Cannot use the store ${path}: it has version ${version}, and this leexport knows up to ${known}`,
    { hint: "use the newer leexport that wrote it, or give this one its own state_dir" },
  );
}
