import { deepEqual, equal, ok } from "node:assert/strict";
import { isMissing } from "../servers/requirement.ts";
import { missingForFakeClock } from "./fake_clock.ts";
import { makeOutageWorld } from "./outage_world.ts";

const ignore = isMissing(await missingForFakeClock());
const SIX_HOURS = 6 * 3_600;
/** No more windows than Geckoboard is known to take at once. */
const PERIOD_SECONDS = 120;
/** Enough: here the destinations are looked at. */
const QUERIES = 300;

Deno.test({
  name: "six hours without a destination delay no other, and are made up for, in order",
  ignore,
  async fn() {
    await Promise.all([
      withoutDestination("geckoboard", { others: ["graphite"] }),
      withoutDestination("graphite", { others: ["geckoboard"] }),
    ]);
  },
});

type Destination = "geckoboard" | "graphite";

async function withoutDestination(
  name: Destination,
  { others }: { readonly others: readonly Destination[] },
): Promise<void> {
  await using world = await makeOutageWorld({ periodSeconds: PERIOD_SECONDS, queries: QUERIES });
  await world.untilBegun();
  world[name].refuse();
  await world.clock.advance(SIX_HOURS);
  const to = world.latestEnd();
  await world.untilTaken(to, others.map((other) => world[other]));
  await world[name].calm();
  await world.untilTaken(to, [world[name]]);
  const { findings, windows, accepted } = await world.verdict(to);
  deepEqual(findings, []);
  ok(windows >= world.lanes * SIX_HOURS / PERIOD_SECONDS);
  equal(accepted, windows);
}
