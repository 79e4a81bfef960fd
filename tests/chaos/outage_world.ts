import { type Program, startProgram } from "../program.ts";
import { type ChaosDestination, startChaosDestination } from "./destination.ts";
import { type FakeClock, makeFakeClock } from "./fake_clock.ts";
import { evidenceOf, LatestTaken, makeLanes } from "./lane.ts";
import { lanesConfig } from "./lanes_config.ts";
import { type LimitedApi, startLimitedApi } from "./limited_api.ts";
import { Moments } from "./moments.ts";
import { judge, type Verdict } from "./verdict.ts";

/** A program with searches of a minute or some, an API that enforces limits, and a clock that is set forward by hours. */
export interface OutageWorld extends AsyncDisposable {
  readonly clock: FakeClock;
  readonly api: LimitedApi;
  readonly geckoboard: ChaosDestination;
  readonly graphite: ChaosDestination;
  readonly program: Program;
  /** How many there are. */
  readonly lanes: number;
  /** End of the last window that is over by the clock of this world, Unix milliseconds. */
  latestEnd(): number;
  /** Waits until every lane has taken a window. */
  untilBegun(): Promise<void>;
  /** Waits until the lanes of some destinations have taken the window that ends at an instant. */
  untilTaken(to: number, destinations: readonly ChaosDestination[]): Promise<void>;
  /** Judges what has come from the first window that was asked about up to an instant, Unix milliseconds. */
  verdict(to: number): Promise<Verdict>;
}

/** All of them push to Graphite, the first one to Geckoboard as well, which is known to take less. */
const SEARCHES = 2;
/** A program that starts so long before a window is over is up in time. */
const LEAD_MS = 8_000;
const LONGEST_WAIT_MS = 300_000;
const LONGEST_LOG = 4_000;
/** Windows that may come after the instant up to which is judged. */
const MARGIN = 10;
/** In place of the real API's 15 minutes. */
const LIMIT_WINDOW_MS = 6_000;

/** Makes a world shortly before a window is over. */
export async function makeOutageWorld(
  { periodSeconds, queries }: {
    readonly periodSeconds: number;
    /** How many the API takes in six seconds. */
    readonly queries: number;
  },
): Promise<OutageWorld> {
  const periodMs = periodSeconds * 1000;
  await using stack = new AsyncDisposableStack();
  const clock = stack.use(await makeFakeClock());
  await clock.advance(Math.floor((periodMs - LEAD_MS - Date.now() % periodMs) / 1000));
  const moments = new Moments();
  const surroundings = { seed: 0, moments, silenceMs: 0 };
  const api = stack.use(
    await startLimitedApi({ now: clock.now, queries, windowMs: LIMIT_WINDOW_MS }),
  );
  const geckoboard = stack.use(await startChaosDestination(surroundings));
  const graphite = stack.use(await startChaosDestination(surroundings));
  await Promise.all([geckoboard.calm(), graphite.calm()]);
  const lanes = makeLanes(SEARCHES, { geckoboard, graphite, geckoboards: 1 })
    .map((lane) => ({ ...lane, onUnknown: "repeat" as const }));
  const folder = await Deno.makeTempDir({ prefix: "leexport-outage-" });
  stack.defer(() => Deno.remove(folder, { recursive: true }));
  const config = { api: api.url, log: api.log, stateDir: `${folder}/state` };
  await Deno.writeTextFile(
    `${folder}/config.ini`,
    lanesConfig(lanes, { ...config, periodSeconds }),
  );
  const program = stack.use(
    startProgram(["start", "-c", `${folder}/config.ini`], { env: clock.env }),
  );
  const latest = new LatestTaken();
  const until = async (holds: () => boolean) => {
    if (await moments.until(holds, { withinMs: LONGEST_WAIT_MS })) return;
    throw new Error(`not caught up:\n${program.stdout.slice(-LONGEST_LOG)}`);
  };
  const held = stack.move();
  return {
    clock,
    api,
    geckoboard,
    graphite,
    program,
    lanes: lanes.length,
    latestEnd: () => Math.floor(clock.now() / periodMs) * periodMs,
    untilBegun: () => until(() => lanes.every((lane) => latest.of(lane) > 0)),
    untilTaken(to, destinations) {
      const some = lanes.filter(({ destination }) => destinations.includes(destination));
      return until(() => some.every((lane) => latest.of(lane) >= to));
    },
    async verdict(to) {
      const from = api.asked.reduce((first, window) => Math.min(first, window.from), to);
      const evidence = await Promise.all(lanes.map(async (lane) => {
        const counts = await countsOf(api, {
          statement: lane.statement,
          from,
          to: to + MARGIN * periodMs,
          periodMs,
        });
        const count = (window: { readonly from: number }) => counts.get(window.from) ?? NaN;
        return evidenceOf(lane, { periodMs, due: { from, to }, count });
      }));
      return judge(evidence, { kills: [], settleMs: 0 });
    },
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

/** What the API counts in each window, by its beginning. */
async function countsOf(
  api: LimitedApi,
  { statement, from, to, periodMs }: {
    readonly statement: string;
    readonly from: number;
    readonly to: number;
    readonly periodMs: number;
  },
): Promise<ReadonlyMap<number, number>> {
  const counts = new Map<number, number>();
  for (let start = from; start < to; start += periodMs) {
    const window = { from: start, to: start + periodMs };
    counts.set(start, await api.count(statement, window));
  }
  return counts;
}
