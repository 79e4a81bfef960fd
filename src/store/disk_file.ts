/**
 * The file of the store, through its life. A new one is made under another name and moved into place when it is whole, so
 * that a file without content is always a damaged one. So is a file that takes the place of a damaged one; if the program
 * is killed between moving the one away and the other in, the next start ends the move.
 *
 * @module
 */

import { dirname } from "node:path";
import { StoreError } from "../errors.ts";
import { getLog } from "../log.ts";
import { exists } from "../process/exists.ts";
import { type HeldFile, holdFile } from "../process/lock_file.ts";
import { connect } from "./connection.ts";
import { contradictions } from "./contradictions.ts";
import { damage } from "./failure.ts";
import { atFullLength } from "./full_length.ts";
import { giveToOwner } from "./give_to_owner.ts";
import type { KeptFile } from "./keeper.ts";
import { reportOf } from "./salvage_report.ts";
import { salvage, type Salvaged } from "./salvage.ts";
import { PARTS, setAside } from "./set_aside.ts";
import type { Life, Tables } from "./tables.ts";

const log = getLog("store");

/** More than a nearly full disk has left over, so that a store that is called well again is. */
const PROBE_BYTES = 256 * 1024;

/** A larger file would hold up the start; its damage is found when it is met. */
const LONG_TO_READ_BYTES = 64 * 1024 * 1024;

/** A file in a folder, held by this process from the first time it can be opened. */
export class DiskFile implements KeptFile, Disposable {
  readonly place: string;
  readonly #life: Life;
  #lock: HeldFile | undefined;
  #isSuspect = false;

  /** @param place Path of the file; missing folders are made. */
  constructor(place: string, { life }: { readonly life: Life }) {
    this.place = place;
    this.#life = life;
  }

  /** @throws {StoreError} If another process holds it, or a newer version of the program wrote it. */
  open(): Tables {
    this.#hold();
    if (exists(this.#repaired)) this.#moveIn();
    if (!exists(this.place)) this.#make(this.place, () => {});
    const { size } = Deno.statSync(this.place);
    if (size === 0) throw damage("it is empty");
    const tables = connect(this.place);
    try {
      const isSuspect = this.#isSuspect;
      this.#isSuspect = false;
      if (isSuspect && size < LONG_TO_READ_BYTES) checkWhole(tables);
      this.#life.noteId(tables.outbox.lastId());
      return tables;
    } catch (error) {
      tables[Symbol.dispose]();
      throw error;
    }
  }

  /** Writes as much as a few runs do, and takes it away again. */
  probe({ db }: Tables): void {
    db.exec(`CREATE TABLE IF NOT EXISTS probe (data BLOB NOT NULL) STRICT;
      INSERT INTO probe VALUES (zeroblob(${PROBE_BYTES}));`);
    db.exec("DROP TABLE probe; PRAGMA incremental_vacuum;");
  }

  /** Makes a file of what can be read of the damaged one, sets that one aside and opens the new one. */
  renew(reason: string): Tables {
    const { saved, copy } = this.#replace();
    log.error(reportOf(saved, { place: this.place, reason, copy }));
    return this.open();
  }

  /**
   * Does on request what is done by itself when a file turns out to be damaged.
   *
   * @returns What was saved, and where the old file is now.
   * @throws {StoreError} If another process holds it.
   */
  repair(): { readonly saved: Salvaged; readonly copy: string } {
    this.#hold();
    return this.#replace();
  }

  #replace(): { readonly saved: Salvaged; readonly copy: string } {
    const saved = this.#make(this.#repaired, (tables) => {
      using _whole = atFullLength(this.place);
      return salvage(this.place, tables);
    });
    return { saved, copy: this.#moveIn() };
  }

  get #repaired(): string {
    return `${this.place}.repaired`;
  }

  /** @returns Where the one that was there is now. */
  #moveIn(): string {
    const copy = setAside(this.place, { now: Date.now() });
    Deno.renameSync(this.#repaired, this.place);
    return copy;
  }

  #make<T>(path: string, fill: (tables: Tables) => T): T {
    const draft = `${this.place}.new`;
    for (const part of PARTS) if (exists(`${draft}${part}`)) Deno.removeSync(`${draft}${part}`);
    // What is pushed may be nobody else's business.
    Deno.openSync(draft, { write: true, createNew: true, mode: 0o600 }).close();
    giveToOwner(draft);
    const filled = fillAndClose(connect(draft), fill);
    Deno.renameSync(draft, path);
    return filled;
  }

  #hold(): void {
    if (this.#lock !== undefined) return;
    const path = `${this.place}.lock`;
    Deno.mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const result = holdFile(path);
    if (result.kind !== "held") throw refusal(this.place, result);
    this.#lock = result.file;
    this.#isSuspect = result.file.isLeftOver;
  }

  [Symbol.dispose](): void {
    this.#lock?.[Symbol.dispose]();
    this.#lock = undefined;
  }
}

function fillAndClose<T>(tables: Tables, fill: (tables: Tables) => T): T {
  using open = tables;
  return fill(open);
}

/** After an end that was none, all is read once: what is damaged is then found before work begins. */
function checkWhole({ db }: Tables): void {
  const row = db.prepare("PRAGMA integrity_check(1)").get();
  const found = Object.values(row ?? {})[0];
  if (found !== "ok") throw damage(String(found));
  const [contradiction] = contradictions(db);
  if (contradiction !== undefined) throw damage(contradiction.what);
}

function refusal(
  place: string,
  result: { readonly kind: "taken"; readonly pid: number | undefined } | {
    readonly kind: "foreign";
  },
): StoreError {
  if (result.kind === "foreign") {
    return new StoreError(`Cannot use the store ${place}: ${place}.lock holds something else`, {
      hint: "name another state_dir, or remove the file",
    });
  }
  const which = result.pid === undefined ? "" : ` as process ${result.pid}`;
  return new StoreError(`Cannot use the store ${place}: leexport already uses it${which}`, {
    hint: "stop it, or give each its own state_dir",
  });
}
