const DESCRIPTORS = { stdout: 1, stderr: 2 } as const;

/**
 * Says whether what this process writes goes to systemd's journal. A variable that was inherited from a parent whose
 * output went there does not count: the numbers must be those of this process's own.
 *
 * @param output Standard output, or standard error.
 * @see systemd.exec(5), $JOURNAL_STREAM: device and inode of the stream, `8:1234`
 */
export async function isJournal(output: keyof typeof DESCRIPTORS): Promise<boolean> {
  const stream = Deno.env.get("JOURNAL_STREAM");
  if (stream === undefined) return false;
  const { fstatSync } = await import("node:fs");
  try {
    const { dev, ino } = fstatSync(DESCRIPTORS[output], { bigint: true });
    return stream === `${dev}:${ino}`;
  } catch {
    return false;
  }
}
