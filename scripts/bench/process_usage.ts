/** What a process has used, as Linux counts it. */
export interface Usage {
  /** Seconds of processor time, user and system, of all its threads. */
  readonly cpuSeconds: number;
  /** Memory in use now, MiB. */
  readonly rssMib: number;
}

/** Clock ticks a second; fixed on every Linux that Deno runs on. */
const TICKS = 100;

/**
 * Reads what a process and its children have used so far.
 *
 * @param pid The process; Linux only.
 */
export async function processUsage(pid: number): Promise<Usage> {
  const own = await oneProcess(pid);
  const children = await Promise.all((await childrenOf(pid)).map(processUsage));
  return children.reduce((sum, child) => ({
    cpuSeconds: sum.cpuSeconds + child.cpuSeconds,
    rssMib: sum.rssMib + child.rssMib,
  }), own);
}

async function oneProcess(pid: number): Promise<Usage> {
  const stat = await Deno.readTextFile(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const cpuSeconds = (Number(fields[11]) + Number(fields[12])) / TICKS;
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  const rssMib = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  return { cpuSeconds, rssMib };
}

async function childrenOf(pid: number): Promise<readonly number[]> {
  const text = await Deno.readTextFile(`/proc/${pid}/task/${pid}/children`);
  return text.trim() === "" ? [] : text.trim().split(" ").map(Number);
}
