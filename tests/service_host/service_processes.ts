/**
 * Finds the processes that hold modules which may reach a host.
 *
 * @param host `127.0.0.1:PORT`, known to nobody else.
 * @returns Their numbers; Linux only.
 */
export async function serviceProcesses(host: string): Promise<number[]> {
  const found: number[] = [];
  for await (const { name } of Deno.readDir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const args = await Deno.readTextFile(`/proc/${name}/cmdline`).catch(() => "");
    if (args.split("\0").includes(`--allow-net=${host}`)) found.push(Number(name));
  }
  return found;
}

/** Waits until no process holds such a module any more; a process that is gone uses no processor. */
export async function processesGone(host: string): Promise<void> {
  const until = performance.now() + 30_000;
  while ((await serviceProcesses(host)).length > 0) {
    if (performance.now() > until) throw new Error(`a process that may reach ${host} lives on`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
