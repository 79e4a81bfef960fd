import { deepEqual, equal, match } from "node:assert/strict";
import type { DeliveryReport } from "../../src/engine/delivery_report.ts";
import type { EngineEvent } from "../../src/engine/event.ts";
import { logEvent } from "../../src/engine/run_log.ts";
import { boardConfig, delivery, ran, tried } from "../status/events.ts";
import { collectLog } from "../store/collected_log.ts";

function warnings(lines: readonly string[]): string[] {
  return lines.filter((line) => line.startsWith("warning: "));
}

Deno.test("logEvent() logs one line for a run at info, and warns of an answer that gives nothing only once", async () => {
  const config = await boardConfig(["nothing"]);
  const lines = await collectLog();
  const { line } = config.searches[0]!.destinations[0]!;
  const empty = [delivery(config, { outcome: "empty", reason: "the answer has no total" })];
  for (let run = 0; run < 10; run++) logEvent(ran(config, empty));
  deepEqual(lines.slice(1).filter((line) => !line.startsWith("info: search ")), [
    `warning: config.ini:${line}: Cannot make a payload of search "nothing" to "geckoboard": the answer has no total\n` +
    "  hint: change the statement, or what this destination makes of its answer",
  ]);
  equal(lines.length, 11);
  logEvent(ran(config, empty));
  equal(warnings(lines).length, 2);
  logEvent(ran(config, [delivery(config, { outcome: "accepted" })]));
  logEvent(ran(config, empty));
  equal(warnings(lines).length, 3);
});

Deno.test("logEvent() warns of dropped payloads once, until one is taken", async () => {
  const config = await boardConfig(["dropped"]);
  const lines = await collectLog();
  const search = config.searches[0]!;
  const dropped: EngineEvent = {
    kind: "dropped",
    count: 1,
    destination: search.destinations[0]!,
    place: { config, search },
  };
  for (let run = 0; run < 10; run++) logEvent(dropped);
  equal(warnings(lines).length, 1);
  match(
    lines[0]!,
    /\n {2}hint: see why it takes none, or raise outbox_limit and outbox_limit_mib$/,
  );
  logEvent(tried(config, { outcome: "accepted" }));
  logEvent(dropped);
  equal(warnings(lines).length, 2);
});

const ENDS: readonly (readonly [DeliveryReport["outcome"], RegExp])[] = [
  ["rejected", /^error: .*\n {2}hint: correct what the destination refuses; leexport retry /],
  [
    "unknown",
    /^warning: .*\n {2}hint: write on_unknown = repeat if twice is better than not at all$/,
  ],
  ["expired", /^warning: .*\n {2}hint: raise expire_after if late payloads are of use$/],
  ["waiting", /^warning: .*; it waits and is tried again in 5 s$/],
];

for (const [outcome, expected] of ENDS) {
  Deno.test(`logEvent() says what to do about a payload that is ${outcome}, or that nothing is to do`, async () => {
    const config = await boardConfig();
    const lines = await collectLog();
    const next = outcome === "waiting" ? { nextTryMs: 4_200 } : {};
    logEvent(tried(config, { outcome, reason: "it answered 500", ...next }));
    equal(lines.length, 1);
    match(lines[0]!, expected);
  });
}
