import { type ChaosApi, startChaosApi } from "./api.ts";
import { countOf, type Window } from "./count_of.ts";
import { type ChaosDestination, startChaosDestination } from "./destination.ts";
import { evidenceOf, LatestTaken, makeLanes } from "./lane.ts";
import { lanesConfig } from "./lanes_config.ts";
import { Moments } from "./moments.ts";
import type { LaneEvidence } from "./verdict.ts";

/** How a world is made. */
export interface WorldOptions {
  readonly seed: number;
  readonly searches: number;
  readonly periodSeconds: number;
  /** How long silence lasts before the connection is cut, milliseconds. */
  readonly silenceMs: number;
  /** How many searches push to Geckoboard, which is known to take less than Graphite; default all. */
  readonly geckoboards?: number;
  /** How much goes well beside 20 that does not, or thereabouts; default 100. */
  readonly good?: number;
  /** What the API's headers say may be asked in 15 minutes; by default they say nothing. */
  readonly rateLimit?: number;
  /** Value of `state_dir`; default a folder of the world's own. */
  readonly state?: "none";
  /** The API's clock, Unix milliseconds; default that of the machine. */
  readonly now?: () => number;
}

/** All that a program under test is surrounded by: a config, an API, two destinations, and a folder. */
export interface World extends AsyncDisposable {
  readonly moments: Moments;
  readonly api: ChaosApi;
  readonly geckoboard: ChaosDestination;
  readonly graphite: ChaosDestination;
  readonly configFile: string;
  /** Folder of the store; it may not be there. */
  readonly stateDir: string;
  readonly periodMs: number;
  /** From now on nothing goes wrong any more. */
  calm(): Promise<void>;
  /** Whether every lane has taken the window that ends at an instant, or a later one; Unix milliseconds. */
  hasCaughtUp(to: number): boolean;
  /**
   * Gathers what was seen of every lane.
   *
   * @param to End of the last window that must have come, Unix milliseconds.
   */
  evidence(to: number): readonly LaneEvidence[];
}

/** Makes a world. */
export async function makeWorld(options: WorldOptions): Promise<World> {
  const { seed, searches, periodSeconds, silenceMs, state, now = Date.now } = options;
  const { geckoboards = searches, good = 100, rateLimit } = options;
  await using stack = new AsyncDisposableStack();
  const moments = new Moments();
  const surroundings = { seed, moments, silenceMs, good };
  const api = stack.use(await startChaosApi({ ...surroundings, rateLimit, now }));
  const geckoboard = stack.use(await startChaosDestination(surroundings));
  const graphite = stack.use(await startChaosDestination(surroundings));
  const lanes = makeLanes(searches, { geckoboard, graphite, geckoboards });
  const folder = await Deno.makeTempDir({ prefix: "leexport-chaos-" });
  stack.defer(() => Deno.remove(folder, { recursive: true }));
  const stateDir = state ?? `${folder}/state`;
  const configFile = `${folder}/config.ini`;
  const config = lanesConfig(lanes, { api: api.url, stateDir, periodSeconds });
  await Deno.writeTextFile(configFile, config);
  const latest = new LatestTaken();
  const periodMs = periodSeconds * 1000;
  const held = stack.move();
  return {
    moments,
    api,
    geckoboard,
    graphite,
    configFile,
    stateDir,
    periodMs,
    async calm() {
      await Promise.all([api.calm(), geckoboard.calm(), graphite.calm()]);
    },
    hasCaughtUp: (to) => lanes.every((lane) => latest.of(lane) >= to),
    evidence: (to) =>
      lanes.map((lane) => {
        const count = (window: Window) => countOf(lane.statement, window);
        const due = { from: firstAsked(api, lane.statement) ?? to, to };
        return evidenceOf(lane, { periodMs, due, count });
      }),
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

/** Beginning of the first window that a statement was asked about. */
function firstAsked({ asked }: ChaosApi, statement: string): number | undefined {
  const starts = asked.filter((query) => query.statement === statement)
    .map(({ window }) => window.from);
  return starts.length === 0 ? undefined : starts.reduce((a, b) => Math.min(a, b));
}
