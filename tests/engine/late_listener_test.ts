import { deepEqual } from "node:assert/strict";
import type { EngineEvent } from "../../src/engine/event.ts";
import { LateListener } from "../../src/engine/late_listener.ts";

function paused(search: string): EngineEvent {
  return { kind: "paused", search };
}

Deno.test("a late listener gets what was before it, then all else, each once and in order", () => {
  const late = new LateListener();
  const heard: EngineEvent[] = [];
  late.observe(paused("one"));
  late.observe(paused("two"));
  late.attach((event) => heard.push(event));
  late.observe(paused("three"));
  deepEqual(heard, ["one", "two", "three"].map(paused));
});

Deno.test("a late listener that is told more while it catches up gets that last", () => {
  const late = new LateListener();
  const heard: string[] = [];
  late.observe(paused("one"));
  late.observe(paused("two"));
  late.attach((event) => {
    if (event.kind !== "paused") return;
    heard.push(event.search);
    if (event.search === "one") late.observe(paused("three"));
  });
  deepEqual(heard, ["one", "two", "three"]);
});

Deno.test("a late listener knows when a query has been answered", async () => {
  const late = new LateListener();
  late.observe({
    kind: "answered",
    search: "one",
    window: { from: 0, to: 1 },
    queryMs: 1,
    payloads: new Map(),
  });
  await late.answered;
});
