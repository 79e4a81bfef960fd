import { fileURLToPath } from "node:url";
import { startSimulator } from "../../src/simulator/simulator.ts";
import { writeConfig } from "../config_text.ts";
import { startProgram } from "../program.ts";
import { startReceiver } from "../../src/testing.ts";

export const SECRETS = {
  LOG_SEARCH_API_KEY: "key-of-the-log-search-api",
  GECKOBOARD_API_KEY: "key-of-geckoboard",
  HOSTED_GRAPHITE_API_KEY: "key-of-hosted-graphite",
} as const;
export const TOKEN = "token-of-the-status-page";

/** The example config, run by the real program over the simulator. */
export interface DemoDaemon extends AsyncDisposable {
  /** Address of the status page. */
  readonly url: string;
  /** Lets pushes whose path ends so fail with 503 from now on; `undefined` = none. */
  breakPath(end: string | undefined): void;
  /** When the newest push was refused, Unix milliseconds. */
  readonly refusedAt: number | undefined;
}

const EXAMPLES = new URL("../../examples/", import.meta.url);

/**
 * Starts it.
 *
 * @param options.periodSeconds How often each search asks; default 1.
 */
export async function startDemoDaemon({ periodSeconds = 1 } = {}): Promise<DemoDaemon> {
  await using stack = new AsyncDisposableStack();
  let broken: string | undefined;
  let refusedAt: number | undefined;
  const sink = stack.use(startReceiver({
    answer({ path }) {
      if (broken === undefined || !path.endsWith(broken)) return Response.json({ success: true });
      refusedAt = Date.now();
      return new Response("maintenance", { status: 503 });
    },
  }));
  const simulator = stack.use(
    await startSimulator({
      logs: [{ name: "Shop/access", file: fileURLToPath(new URL("access.log", EXAMPLES)) }],
      apiKey: SECRETS.LOG_SEARCH_API_KEY,
      replay: "looping",
    }),
  );
  const config = stack.use(await writeConfig(await demoConfig(periodSeconds)));
  const env = { ...SECRETS, LOG_SEARCH_URL: simulator.url, RECEIVER_URL: sink.url };
  const args = ["start", "-c", "config.ini"];
  const program = stack.use(startProgram(args, { env, cwd: config.folder }));
  const [, url = ""] = await program.output(/status page at (\S+)/);
  const held = stack.move();
  return {
    url,
    breakPath: (end) => broken = end,
    get refusedAt() {
      return refusedAt;
    },
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

async function demoConfig(periodSeconds: number): Promise<string> {
  const text = await Deno.readTextFile(new URL("config.ini", EXAMPLES));
  return text
    .replaceAll("query_period = 30", `query_period = ${periodSeconds}`)
    .replace("[Leexport]\n", `[Leexport]\n    status_token = ${TOKEN}\n`);
}
