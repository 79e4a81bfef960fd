import { fileURLToPath } from "node:url";
import { startSimulator } from "../../src/simulator/simulator.ts";
import { type Arrival, startReceiver } from "./receiver.ts";

const LOG_FILE = fileURLToPath(new URL("../../examples/access.log", import.meta.url));
const LOG_NAME = "Shop/access";

/** Everything that stands in for the outside world. */
export interface Stage extends AsyncDisposable {
  readonly simulatorUrl: string;
  readonly receiverUrl: string;
  /** Events in the recorded log. */
  readonly events: number;
  /** What the config takes from the environment; its keys are made up for this one run. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Starts a log search API over the recorded log, and a receiver of pushes.
 *
 * @param onArrival Called with each push.
 */
export async function startStage(onArrival: (arrival: Arrival) => void): Promise<Stage> {
  await using stack = new AsyncDisposableStack();
  const apiKey = crypto.randomUUID();
  const logs = [{ name: LOG_NAME, file: LOG_FILE }];
  const simulator = stack.use(await startSimulator({ logs, apiKey, replay: "looping" }));
  const receiver = stack.use(startReceiver(onArrival));
  const state = await Deno.makeTempDir({ prefix: "leexport-demo-" });
  stack.defer(() => Deno.remove(state, { recursive: true }));
  const held = stack.move();
  return {
    simulatorUrl: simulator.url,
    receiverUrl: receiver.url,
    events: simulator.logs.reduce((sum, { events }) => sum + events, 0),
    env: {
      STATE_DIRECTORY: state,
      LOG_SEARCH_URL: simulator.url,
      LOG_SEARCH_API_KEY: apiKey,
      RECEIVER_URL: receiver.url,
      GECKOBOARD_API_KEY: crypto.randomUUID().replaceAll("-", ""),
      HOSTED_GRAPHITE_API_KEY: crypto.randomUUID(),
    },
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}
