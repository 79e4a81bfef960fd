import { deepEqual, equal, ok } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { isMissing } from "../servers/requirement.ts";
import { makeFakeClock, missingForFakeClock } from "./fake_clock.ts";
import { startLife } from "./life.ts";
import { judge } from "./verdict.ts";
import { makeWorld } from "./world.ts";

const ignore = isMissing(await missingForFakeClock());
const HOUR = 3_600;
const LONGEST_WAIT_MS = 60_000;

Deno.test({
  name: "a clock set back an hour repeats no window, and one set right again leaves none out",
  ignore,
  fn: setBackAndForth,
});

async function setBackAndForth(): Promise<void> {
  await using clock = await makeFakeClock();
  const usual = { seed: 0, searches: 2, periodSeconds: 1, silenceMs: 0 };
  await using world = await makeWorld({ ...usual, now: clock.now });
  await world.calm();
  const untilTaken = async (to: number) => {
    const caughtUp = await world.moments.until(() => world.hasCaughtUp(to), {
      withinMs: LONGEST_WAIT_MS,
    });
    ok(caughtUp, "not caught up");
  };
  const kills = [];
  {
    await using program = startLife(world, { env: clock.env });
    await untilTaken(clock.now() + 3_000 - clock.now() % 1_000);
    await clock.advance(-HOUR);
    // Nothing may come, and nothing says when that is so: a while has to pass.
    await delay(3_000);
    program.signal("SIGKILL");
    await program.ended;
    kills.push({ at: performance.now(), restartedAt: performance.now() });
  }
  await using program = startLife(world, { env: clock.env });
  await delay(2_000);
  const back = world.api.asked.length;
  await clock.advance(HOUR);
  const to = clock.now() + 3_000 - clock.now() % 1_000;
  await untilTaken(to);
  program.signal("SIGTERM");
  equal((await program.ended).code, 0);
  ok(world.api.asked.length > back);
  const { findings, repeatsByKill } = judge(world.evidence(to), { kills, settleMs: 0 });
  deepEqual(findings, []);
  equal(repeatsByKill, 0);
}
