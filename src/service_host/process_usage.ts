/** What a process uses of the machine. */
export interface Usage {
  /** Memory that is really in use, MiB. */
  readonly memoryMib: number;
  /** Processor time since the process began, milliseconds; `undefined` where the system does not say. */
  readonly processorMs: number | undefined;
}

/** Clock ticks in a second, as `/proc` counts them on every architecture of Linux. */
const TICKS_PER_SECOND = 100;
const BYTES_PER_MIB = 1024 * 1024;
/** Number of the entry of the auxiliary vector that holds the size of a page; see getauxval(3). */
const AT_PAGESZ = 6n;

let pageBytes: number | undefined;

/**
 * Reads what a process uses. On Linux at once, for a few microseconds; elsewhere by asking `ps`.
 *
 * @param pid Its number.
 * @returns `undefined` if the process is gone.
 */
export function usageOf(pid: number): Usage | undefined | Promise<Usage | undefined> {
  return Deno.build.os === "linux" ? procUsage(pid) : psUsage(pid);
}

function procUsage(pid: number): Usage | undefined {
  let stat: string;
  try {
    stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
  } catch {
    return undefined;
  }
  // The name in parentheses may hold anything; the third field follows it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = Number(fields[11]) + Number(fields[12]);
  pageBytes ??= readPageBytes();
  return {
    memoryMib: Number(fields[21]) * pageBytes / BYTES_PER_MIB,
    processorMs: ticks * 1000 / TICKS_PER_SECOND,
  };
}

function readPageBytes(): number {
  const vector = new BigUint64Array(Deno.readFileSync("/proc/self/auxv").buffer);
  for (let index = 0; index + 1 < vector.length; index += 2) {
    if (vector[index] === AT_PAGESZ) return Number(vector[index + 1]);
  }
  return 4096;
}

async function psUsage(pid: number): Promise<Usage | undefined> {
  try {
    const ps = new Deno.Command("ps", { args: ["-o", "rss=", "-p", String(pid)] });
    const { success, stdout } = await ps.output();
    const kib = Number(new TextDecoder().decode(stdout).trim());
    return success ? { memoryMib: kib / 1024, processorMs: undefined } : undefined;
  } catch {
    return undefined;
  }
}
