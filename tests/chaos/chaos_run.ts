import { setTimeout as delay } from "node:timers/promises";
import { runProgram } from "../program.ts";
import { dice } from "./dice.ts";
import { describeKillPoint, killPoint } from "./kill_plan.ts";
import { liveUntil, logTail, startLife } from "./life.ts";
import { judge, type Kill, type Verdict } from "./verdict.ts";
import { makeWorld, type World, type WorldOptions } from "./world.ts";

/** How a program is tormented. */
export interface ChaosOptions extends Partial<WorldOptions> {
  readonly seed: number;
  /** How often it is killed. */
  readonly kills: number;
  /** From then on it is killed no more, milliseconds of `performance.now()`. */
  readonly until?: number;
  /** How long it stays away after each kill, milliseconds; default now and then, for some seconds. */
  readonly downMs?: number;
  /** Told of each kill, and of what comes after. */
  readonly say?: (line: string) => void;
}

/** How a run went. */
export interface ChaosReport {
  readonly seed: number;
  readonly kills: number;
  readonly verdict: Verdict;
  /** Queries that the API was asked. */
  readonly queries: number;
  /** Pushes that destinations saw. */
  readonly pushes: number;
  /** Milliseconds until all was caught up, once nothing went wrong any more; `undefined` if that did not happen. */
  readonly calmMs: number | undefined;
  /** What the program ended with when it was asked to; 0 is right. */
  readonly exitCode: number;
  /** What its own `ledger --verify` ends with afterwards: 0 if it, too, finds nothing missing. */
  readonly ledgerCode: number;
  /** The end of its last life's log. */
  readonly log: string;
}

const LONGEST_CALM_MS = 120_000;
/** What a busy machine may need from the end of a push to the disk. */
const SETTLE_MS = 5_000;
/** How often the program stays away for a while, and how long at most. */
const DOWN_SHARE = 0.1;
const LONGEST_DOWN_MS = 3_000;
/** Windows that the last life must ask about itself. */
const CALM_WINDOWS = 2;

/**
 * Runs the program in a world of faults, kills it again and again, then lets it catch up and judges what arrived.
 *
 * @throws {Error} If the program ends by itself.
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { seed, kills: wanted, until = Infinity, downMs, say = () => {} } = options;
  const usual = { searches: 6, periodSeconds: 1, silenceMs: 1_000 };
  await using world = await makeWorld({ ...usual, ...options });
  const kills: Kill[] = [];
  for (let kill = 1; kill <= wanted && performance.now() < until; kill++) {
    const point = killPoint(seed, kill);
    say(`kill ${kill} of ${wanted}: ${describeKillPoint(point)}`);
    const at = await liveUntil(point, world);
    await delay(downMs ?? usualDownMs(seed, kill));
    kills.push({ at, restartedAt: performance.now() });
  }
  return { seed, kills: kills.length, ...await calmDown(world, { kills, say }) };
}

function usualDownMs(seed: number, kill: number): number {
  const roll = dice(seed, "down", kill) / DOWN_SHARE;
  return roll < 1 ? roll * LONGEST_DOWN_MS : 0;
}

async function calmDown(
  world: World,
  { kills, say }: { readonly kills: readonly Kill[]; readonly say: (line: string) => void },
): Promise<Omit<ChaosReport, "seed" | "kills">> {
  say("nothing goes wrong any more: waits until all is caught up");
  await world.calm();
  await using program = startLife(world);
  const { periodMs } = world;
  const calmAt = performance.now();
  const to = (Math.floor(Date.now() / periodMs) + CALM_WINDOWS) * periodMs;
  const isDone = await world.moments.until(() => world.hasCaughtUp(to), {
    withinMs: LONGEST_CALM_MS,
  });
  const calmMs = isDone ? performance.now() - calmAt : undefined;
  program.signal("SIGTERM");
  const { code, stdout, stderr } = await program.ended;
  const ledger = await runProgram(["ledger", "-c", world.configFile, "--verify"]);
  return {
    verdict: judge(world.evidence(to), { kills, settleMs: SETTLE_MS }),
    queries: world.api.asked.length,
    pushes: world.geckoboard.ledger.length + world.graphite.ledger.length,
    calmMs,
    exitCode: code,
    ledgerCode: ledger.code,
    log: logTail(stdout) + stderr,
  };
}
