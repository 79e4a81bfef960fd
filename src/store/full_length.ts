const MAGIC = "SQLite format 3\0";
const HEADER_BYTES = 32;
/** A length that the file never had is the work of damage. */
const MOST_TIMES = 64;

/**
 * Gives a database that was cut off its length back for a while, with zeros: else SQLite reads nothing of it, not even
 * what is left.
 *
 * @param path Of the file; one that is no database, or has its length, stays as it is.
 * @returns Gives the file the length it had when disposed of.
 * @see The SQLite database file format, 1.3: the page size at offset 16, the number of pages at 28
 */
export function atFullLength(path: string): Disposable {
  const { size } = Deno.statSync(path);
  const whole = wholeLength(path);
  if (whole <= size || whole >= size * MOST_TIMES) return { [Symbol.dispose]() {} };
  Deno.truncateSync(path, whole);
  return { [Symbol.dispose]: () => Deno.truncateSync(path, size) };
}

/** The length that the file says it has; 0 if it is no database. */
function wholeLength(path: string): number {
  using file = Deno.openSync(path);
  const header = new Uint8Array(HEADER_BYTES);
  if (file.readSync(header) !== HEADER_BYTES) return 0;
  if (new TextDecoder().decode(header.subarray(0, MAGIC.length)) !== MAGIC) return 0;
  const numbers = new DataView(header.buffer);
  const pageBytes = numbers.getUint16(16) === 1 ? 65_536 : numbers.getUint16(16);
  return pageBytes * numbers.getUint32(28);
}
