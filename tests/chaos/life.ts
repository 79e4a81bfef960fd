import { type Program, type ProgramOptions, startProgram } from "../program.ts";
import type { KillPoint } from "./kill_plan.ts";
import type { World } from "./world.ts";

/** A kill point that does not come, because of a long silence perhaps, is not waited for longer. */
const LONGEST_LIFE_MS = 5_000;
const LONGEST_TAIL = 4_000;

/** Starts a life of the program; the store of the one before is found again. */
export function startLife({ configFile }: World, options: ProgramOptions = {}): Program {
  return startProgram(["start", "-c", configFile], options);
}

/**
 * Lives one life to its kill point.
 *
 * @returns When it was killed, milliseconds of `performance.now()`.
 * @throws {Error} If the program ends by itself.
 */
export async function liveUntil(point: KillPoint, world: World): Promise<number> {
  await using program = startLife(world);
  const killed = Promise.withResolvers<number>();
  const kill = () => {
    program.signal("SIGKILL");
    killed.resolve(performance.now());
  };
  using timers = new DisposableStack();
  const later = (ms: number) => void timers.adopt(setTimeout(kill, ms), clearTimeout);
  if (point.kind === "time") later(point.afterMs);
  else {
    later(LONGEST_LIFE_MS);
    const act = point.kind === "moment" ? kill : () => later(point.afterMs);
    timers.use(world.moments.at(point.moment, { nth: point.nth, act }));
  }
  const at = await Promise.race([killed.promise, endedByItself(program)]);
  await program.ended;
  return at;
}

async function endedByItself(program: Program): Promise<never> {
  const { code, stdout, stderr } = await program.ended;
  throw new Error(`the program ended by itself with ${code}:\n${logTail(stdout)}${stderr}`);
}

/** The end of a log, for a person. */
export function logTail(text: string): string {
  return text.slice(-LONGEST_TAIL);
}
