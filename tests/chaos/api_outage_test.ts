import { deepEqual, equal, ok } from "node:assert/strict";
import { isMissing } from "../servers/requirement.ts";
import { missingForFakeClock } from "./fake_clock.ts";
import { makeOutageWorld } from "./outage_world.ts";

const ignore = isMissing(await missingForFakeClock());
const SIX_HOURS = 6 * 3_600;
const PERIOD_SECONDS = 120;
/** Fewer than are asked by what catches up unbound. */
const QUERIES = 40;

Deno.test({
  name: "six hours without the API are caught up, within the limits that it enforces",
  ignore,
  async fn() {
    await using world = await makeOutageWorld({ periodSeconds: PERIOD_SECONDS, queries: QUERIES });
    const { api, clock, geckoboard, graphite } = world;
    await world.untilBegun();
    api.refuse();
    await clock.advance(SIX_HOURS);
    await world.program.output(/Cannot run search "search 1"/);
    await api.open();
    const to = world.latestEnd();
    await world.untilTaken(to, [geckoboard, graphite]);
    const { findings, windows, accepted } = await world.verdict(to);
    deepEqual(findings, []);
    ok(windows >= world.lanes * SIX_HOURS / PERIOD_SECONDS);
    equal(accepted, windows);
    equal(api.tooMany, 0);
  },
});
