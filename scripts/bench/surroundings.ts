import { fileURLToPath } from "node:url";
import { NO_LIMITS, startSimulator } from "../../src/simulator/simulator.ts";

/** What both measured programs talk to. */
export interface Surroundings extends AsyncDisposable {
  /** Address of the log search API. */
  readonly api: string;
  readonly apiKey: string;
  /** Key of the one log. */
  readonly log: string;
  /** Address of the destination. */
  readonly destination: string;
  /** Payloads received so far. */
  readonly received: number;
}

/** Starts the simulator over the recorded log, without rate limits, and a receiver; both live in this process. */
export async function startSurroundings(): Promise<Surroundings> {
  const file = fileURLToPath(new URL("../../examples/access.log", import.meta.url));
  const simulator = await startSimulator({
    logs: [{ name: "Shop/access", file }],
    limits: NO_LIMITS,
  });
  let received = 0;
  const receiver = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      await request.text();
      received++;
      return Response.json({ success: true });
    },
  );
  return {
    api: simulator.url,
    apiKey: simulator.apiKey,
    log: simulator.logs[0]?.key ?? "",
    destination: `http://127.0.0.1:${receiver.addr.port}`,
    get received() {
      return received;
    },
    async [Symbol.asyncDispose]() {
      await receiver.shutdown();
      await simulator[Symbol.asyncDispose]();
    },
  };
}
