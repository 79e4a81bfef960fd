import { contradictions } from "./contradictions.ts";
import { damage, failureOf } from "./failure.ts";
import type { Outcome, Write } from "./group_commit.ts";
import type { Tables } from "./tables.ts";

/**
 * Runs writes in one transaction. One that fails by itself, through a fault of the program, is undone alone.
 *
 * @throws If the disk or the file fails: then nothing of it happened.
 */
export function inTransaction(
  tables: Tables,
  writes: readonly Write<void>[],
): readonly Outcome[] {
  const { db } = tables;
  db.exec("BEGIN IMMEDIATE");
  try {
    const outcomes = writes.map((write) => runAlone(tables, write));
    db.exec("COMMIT");
    return outcomes;
  } catch (error) {
    rollBack(tables);
    throw error;
  }
}

/** The database ends a transaction by itself when the disk is full. What else fails here, fails again at the next use. */
function rollBack({ db }: Tables): void {
  try {
    if (db.isTransaction) db.exec("ROLLBACK");
  } catch (error) {
    if (failureOf(error).kind === "fault") throw error;
  }
}

function runAlone(tables: Tables, write: Write<void>): Outcome {
  const { db } = tables;
  db.exec("SAVEPOINT one");
  try {
    write(tables);
    db.exec("RELEASE one");
    return { kind: "done" };
  } catch (error) {
    if (failureOf(error).kind !== "fault" || !db.isTransaction) throw error;
    db.exec("ROLLBACK TO one; RELEASE one");
    // What no write can bring about is no fault of this one.
    const [contradiction] = contradictions(db);
    if (contradiction !== undefined) throw damage(contradiction.what);
    return { kind: "failed", error };
  }
}
