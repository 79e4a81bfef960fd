/** The fed server as a process of its own, so that what it uses can be told from what the browser uses. */
export interface FedProcess extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
}

const SERVER = new URL("fed_server.ts", import.meta.url).pathname;

/** Starts it, and waits until it serves. */
export async function startFedProcess(
  { searches, runsPerSecond }: { readonly searches: number; readonly runsPerSecond: number },
): Promise<FedProcess> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", SERVER, `${searches}`, `${runsPerSecond}`],
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value = "" } = await reader.read();
  return {
    url: value.trim(),
    pid: child.pid,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await reader.cancel();
      await child.status;
    },
  };
}
