/** Clock ticks in a second, as `/proc` counts them on every architecture of Linux. */
const TICKS_PER_SECOND = 100;

/**
 * Reads how much memory a process uses, what has been swapped out included.
 *
 * @param pid Its number.
 * @returns MiB, or `undefined` if the process is gone.
 */
export async function memoryMib(pid: number): Promise<number | undefined> {
  if (Deno.build.os !== "linux") return await psMemoryMib(pid);
  const status = await readProc(pid, "status");
  if (status === undefined) return undefined;
  const [, rss] = /^VmRSS:\s+(\d+) kB/m.exec(status) ?? [];
  const [, swap = "0"] = /^VmSwap:\s+(\d+) kB/m.exec(status) ?? [];
  return rss === undefined ? undefined : (Number(rss) + Number(swap)) / 1024;
}

/**
 * Reads how much processor time a process has used since its start.
 *
 * @param pid Its number.
 * @returns Milliseconds; `undefined` if the process is gone or the system does not say.
 */
export async function processorMs(pid: number): Promise<number | undefined> {
  if (Deno.build.os !== "linux") return undefined;
  const stat = await readProc(pid, "stat");
  // The name in parentheses may hold spaces; the third field follows it.
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (fields === undefined) return undefined;
  return (Number(fields[11]) + Number(fields[12])) * 1000 / TICKS_PER_SECOND;
}

async function readProc(pid: number, file: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(`/proc/${pid}/${file}`);
  } catch {
    return undefined;
  }
}

async function psMemoryMib(pid: number): Promise<number | undefined> {
  try {
    const ps = new Deno.Command("ps", { args: ["-o", "rss=", "-p", String(pid)] });
    const { success, stdout } = await ps.output();
    return success ? Number(new TextDecoder().decode(stdout).trim()) / 1024 : undefined;
  } catch {
    return undefined;
  }
}
