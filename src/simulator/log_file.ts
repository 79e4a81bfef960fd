import { LeexportError } from "../errors.ts";
import { type EventTable, EventTableBuilder } from "../leql/event_table.ts";
import { parseLogLine } from "./log_line.ts";

const MIB = 2 ** 20;
const MOST_MIB = 256;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/**
 * Reads a log from a file into memory, line by line.
 *
 * A line without a time has that of the line before it. If no line has one, there is one event each second and the last
 * is as old as the file.
 *
 * @param path The file; at most 256 MiB.
 * @returns Its events, at least one.
 * @throws {LeexportError} If it cannot be read, is too large or holds no events.
 */
export async function readLogFile(path: string): Promise<EventTable> {
  const { file, size, mtime } = await openLog(path);
  if (size > MOST_MIB * MIB) {
    file.close();
    throw new LeexportError(
      `Cannot read the log ${path}: it has ${
        Math.ceil(size / MIB)
      } MiB, and logs of more than ${MOST_MIB} MiB are not held in memory`,
      { hint: `take a part of it: tail -n 1000000 ${path} > part.log` },
    );
  }
  const events = new EventReader();
  for await (const line of linesOf(file.readable)) events.add(line);
  if (events.count === 0) {
    throw new LeexportError(`Cannot read the log ${path}: it holds no events`, {
      hint: "name a file with one event in each line",
    });
  }
  return events.table({ lastTime: mtime?.getTime() ?? Date.now() });
}

interface OpenLog extends Pick<Deno.FileInfo, "size" | "mtime"> {
  readonly file: Deno.FsFile;
}

async function openLog(path: string): Promise<OpenLog> {
  try {
    const { isFile, size, mtime } = await Deno.stat(path);
    if (isFile) return { file: await Deno.open(path), size, mtime };
    throw new LeexportError(`Cannot read the log ${path}: it is not a file`, {
      hint: "name a file with one event in each line",
    });
  } catch (error) {
    if (error instanceof LeexportError) throw error;
    const { found, hint } = whyUnread(error, path);
    throw new LeexportError(`Cannot read the log ${path}: ${found}`, { hint, cause: error });
  }
}

function whyUnread(
  error: unknown,
  path: string,
): { readonly found: string; readonly hint: string } {
  if (error instanceof Deno.errors.PermissionDenied) {
    return {
      found: "this user may not read it",
      hint: `take a copy that this user may read: sudo cat ${path} > copy.log`,
    };
  }
  const hint = "correct the path in --log NAME=FILE";
  const { NotFound, NotADirectory } = Deno.errors;
  if (error instanceof NotFound || error instanceof NotADirectory) {
    return { found: "there is no such file", hint };
  }
  return { found: error instanceof Error ? error.message : String(error), hint };
}

/** The lines of a file that are not blank, each with its length in bytes. */
async function* linesOf(
  file: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<{ text: string; bytes: number }> {
  const decoder = new TextDecoder();
  const line = (bytes: Uint8Array) => {
    const end = bytes.at(-1) === CARRIAGE_RETURN ? bytes.length - 1 : bytes.length;
    return { text: decoder.decode(bytes.subarray(0, end)), bytes: end };
  };
  let pieces: Uint8Array[] = [];
  for await (const chunk of file) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      const piece = chunk.subarray(start, end);
      yield line(pieces.length === 0 ? piece : joined([...pieces, piece]));
      pieces = [];
      start = end + 1;
    }
    if (start < chunk.length) pieces.push(chunk.subarray(start));
  }
  if (pieces.length > 0) yield line(joined(pieces));
}

/** Joined once for each line: a line may be as long as the file. */
function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Gives a time to lines that have none. */
class EventReader {
  readonly #builder = new EventTableBuilder();
  /** Lines before the first that has a time. */
  readonly #waiting: { text: string; bytes: number }[] = [];
  #time: number | undefined;

  get count(): number {
    return this.#builder.length + this.#waiting.length;
  }

  add(line: { readonly text: string; readonly bytes: number }): void {
    if (line.text.trim() === "") return;
    const { time, fields } = parseLogLine(line.text);
    if (time === undefined && this.#time === undefined) {
      this.#waiting.push(line);
      return;
    }
    this.#time = time ?? this.#time ?? 0;
    this.#release(() => this.#time ?? 0);
    this.#builder.add({ time: this.#time, ...line, fields });
  }

  table({ lastTime }: { readonly lastTime: number }): EventTable {
    const first = Math.floor(lastTime) - (this.#waiting.length - 1) * 1000;
    this.#release((index) => first + index * 1000);
    return this.#builder.build();
  }

  #release(timeOf: (index: number) => number): void {
    for (const [index, line] of this.#waiting.splice(0).entries()) {
      const { fields } = parseLogLine(line.text);
      this.#builder.add({ time: timeOf(index), ...line, fields });
    }
  }
}
