import {
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from "../../src/simulator/simulator.ts";

/** The instant of the first event; one follows every second. */
export const FIRST = Date.UTC(2026, 0, 1);

/** A simulator of two logs, `Production/web` (ten access-log lines) and `app` (four JSON lines), as recorded. */
export interface Simulation extends Simulator {
  /** Sends a request with the key. */
  request(path: string, init?: RequestInit): Promise<Response>;
  /** Posts a statement about a log over the ten seconds that were recorded. */
  post(statement: string, options?: PostOptions): Promise<Response>;
}

/** What a posted query may have instead of what is usual. */
export interface PostOptions {
  readonly logs?: unknown;
  readonly during?: unknown;
  readonly parameters?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const STATUSES = [200, 200, 404, 200, 500, 200, 200, 503, 200, 200];

/** Writes the logs to a folder and starts a simulator over them; nothing is left behind. */
export async function startSimulation(
  options: Partial<SimulatorOptions> = {},
): Promise<Simulation> {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/web.log`, STATUSES.map(webLine).join("\n"));
  await Deno.writeTextFile(`${folder}/app.log`, ["a", "b", "a", "c"].map(appLine).join("\n"));
  const simulator = await startSimulator({
    logs: [
      { name: "Production/web", file: `${folder}/web.log` },
      { name: "app", file: `${folder}/app.log` },
    ],
    replay: "as recorded",
    polls: 0,
    ...options,
  });
  await Deno.remove(folder, { recursive: true });
  const { url, apiKey } = simulator;
  const request = (path: string, init: RequestInit = {}) =>
    fetch(path.startsWith("http") ? path : url + path, {
      ...init,
      headers: { "x-api-key": apiKey, ...Object.fromEntries(new Headers(init.headers)) },
    });
  const during = { from: FIRST, to: FIRST + 10_000 };
  return {
    ...simulator,
    request,
    post(statement, options = {}) {
      const { parameters = "", headers } = options;
      return request(`/query/logs${parameters}`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify({
          logs: "logs" in options ? options.logs : [simulator.logs[0]?.key],
          leql: { statement, during: "during" in options ? options.during : during },
        }),
      });
    },
  };
}

function webLine(status: number, second: number): string {
  const time = `01/Jan/2026:00:00:${String(second).padStart(2, "0")} +0000`;
  const path = second % 2 === 0 ? "/" : "/cart";
  return `10.0.0.${second} - - [${time}] "GET ${path} HTTP/1.1" ${status} 100 "-" "curl" rt=0.${second}`;
}

function appLine(user: string, second: number): string {
  return JSON.stringify({ time: new Date(FIRST + second * 1000).toISOString(), user });
}
