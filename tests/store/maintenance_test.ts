import { deepEqual, equal, ok } from "node:assert/strict";
import { connect } from "../../src/store/connection.ts";
import { Maintenance } from "../../src/store/maintenance.ts";
import type { Tables } from "../../src/store/tables.ts";
import { inFolder, LANE, minute } from "./folder.ts";

const DAY_MS = 86_400_000;

function maintenanceOf(tables: Tables, ledgerDays: number): Maintenance {
  return new Maintenance({
    write: (write) => Promise.resolve(write(tables)),
    alone: (work) => work(tables),
  }, { ledgerDays });
}

/** Enters windows of a minute into the ledger: `d` delivered, `e` empty, `.` none at all. */
function enter(tables: Tables, outcomes: string): void {
  const { id } = tables.lanes.obtain(LANE);
  for (const [index, letter] of [...outcomes].entries()) {
    const outcome = letter === "d" ? "delivered" : "empty";
    const line = { window: minute(index), outcome, count: 1, settledAt: index } as const;
    const digest = letter === "d" ? `digest ${index}` : undefined;
    if (letter !== ".") tables.ledger.add(id, { ...line, digest, reason: undefined });
  }
}

/** The ledger as `minute: letter × windows`. */
function show({ db }: Tables): string[] {
  return db.prepare("SELECT * FROM ledger ORDER BY from_ms").all().map((row) => {
    const first = (Number(row.from_ms) - minute(0).from) / 60_000;
    const length = (Number(row.to_ms) - Number(row.from_ms)) / 60_000;
    equal(length, row.windows);
    return `${first}: ${String(row.outcome).slice(0, 1)} × ${length}`;
  });
}

Deno.test("old neighbours that ended alike become one line, gaps stay", async () => {
  using tables = connect(":memory:");
  enter(tables, "ddddee.eedd");
  await maintenanceOf(tables, 1).run(minute(10).to + DAY_MS);
  deepEqual(show(tables), ["0: d × 4", "4: e × 2", "7: e × 2", "9: d × 2"]);
});

Deno.test("lines that are not old stay as they are, and join later", async () => {
  using tables = connect(":memory:");
  enter(tables, "dddd");
  const maintenance = maintenanceOf(tables, 1);
  await maintenance.run(minute(1).to + DAY_MS);
  deepEqual(show(tables), ["0: d × 2", "2: d × 1", "3: d × 1"]);
  await maintenance.run(minute(3).to + DAY_MS);
  deepEqual(show(tables), ["0: d × 4"]);
});

Deno.test("a long ledger becomes one line, whatever it is read in", async () => {
  using tables = connect(":memory:");
  enter(tables, "d".repeat(1700));
  await maintenanceOf(tables, 1).run(minute(1699).to + DAY_MS);
  deepEqual(show(tables), ["0: d × 1700"]);
});

Deno.test("a file becomes smaller once what waited is gone", () =>
  inFolder(async (path) => {
    using tables = connect(`${path}/leexport.db`);
    tables.db.exec("CREATE TABLE much (data BLOB); INSERT INTO much VALUES (zeroblob(8000000))");
    tables.db.exec("DROP TABLE much");
    await maintenanceOf(tables, 1).run(0);
    tables.db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    const { size } = await Deno.stat(`${path}/leexport.db`);
    ok(size < 4_000_000, `${size} bytes`);
  }));
