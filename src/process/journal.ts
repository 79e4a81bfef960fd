import { fstatSync } from "node:fs";

const STANDARD_OUTPUT = 1;

/**
 * Says whether standard output goes to systemd's journal. A variable that was inherited from a parent whose output went
 * there does not count: the numbers must be those of this process's own output.
 *
 * @param stream `JOURNAL_STREAM`: device and inode of the stream, `8:1234`.
 * @see systemd.exec(5), $JOURNAL_STREAM
 */
export function isJournal(stream: string | undefined): boolean {
  if (stream === undefined) return false;
  try {
    const { dev, ino } = fstatSync(STANDARD_OUTPUT, { bigint: true });
    return stream === `${dev}:${ino}`;
  } catch {
    return false;
  }
}
