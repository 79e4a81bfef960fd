import { deepEqual, equal, match, ok } from "node:assert/strict";
import { Daemon } from "../../src/engine/daemon.ts";
import type { EngineEvent } from "../../src/engine/event.ts";
import { StatusBoard } from "../../src/status/board.ts";
import { openStore } from "../../src/store/open_store.ts";
import type { Store } from "../../src/store/store.ts";
import { startReceiver } from "../../src/testing.ts";
import { applied, boardConfig, delivery, queryFailed, ran, tried } from "./events.ts";

const NOON = Date.UTC(2026, 10, 24, 12);

/** A board whose clock stands still until it is moved. */
function openBoard(store: Store, startedAt = NOON) {
  const clock = { now: startedAt };
  const board = new StatusBoard({
    store,
    version: "1.0.0",
    pid: 42,
    now: () => clock.now,
    queriesLeft: () => 7,
  });
  return { board, clock };
}

Deno.test("StatusBoard tells of searches that have not run yet", async () => {
  await using store = openStore({ kind: "memory" });
  const { board } = openBoard(store);
  board.observe(applied(await boardConfig()));
  const { program, searches } = board.status();
  deepEqual([program.health, program.state, program.queriesLeft], ["ok", "running", 7]);
  const [errors] = searches;
  deepEqual([errors?.name, errors?.state, errors?.health], ["errors", "starting", "new"]);
  equal(errors?.destinations[0]?.endpoint, "geckoboard at host.example");
  equal(errors?.where, "config.ini:5");
});

Deno.test("StatusBoard shows what is wrong with a destination, since when, and what to do", async () => {
  await using store = openStore({ kind: "memory" });
  const { board, clock } = openBoard(store);
  const config = await boardConfig();
  board.observe(applied(config));
  board.observe(tried(config, { outcome: "waiting", reason: "it answered 503", hint: "wait" }));
  clock.now += 60_000;
  board.observe(tried(config, { outcome: "waiting", reason: "it answered 502", hint: "wait" }));
  const { program, searches } = board.status();
  equal(program.health, "failing");
  deepEqual(searches[0]?.destinations[0]?.troubles, [{
    message: "Cannot push to geckoboard: it answered 502",
    hint: "wait",
    since: NOON,
    where: "config.ini:11",
  }]);
  board.observe(tried(config, { outcome: "accepted" }));
  equal(board.status().program.health, "ok");
  equal(board.status().searches[0]?.destinations[0]?.latest?.at, clock.now);
});

Deno.test("StatusBoard shows a refused question at the line of its statement", async () => {
  await using store = openStore({ kind: "memory" });
  const { board } = openBoard(store);
  const config = await boardConfig();
  board.observe(applied(config));
  board.observe(queryFailed(config, "stop"));
  const [shown] = board.status().searches;
  deepEqual([shown?.state, shown?.health], ["refused", "failing"]);
  equal(shown?.troubles[0]?.where, "config.ini:8");
  match(shown?.troubles[0]?.hint ?? "", /run it now on the status page/);
  equal(shown?.latestRun?.outcome, "failed");
});

Deno.test("StatusBoard remembers the newest 40 runs of a search", async () => {
  await using store = openStore({ kind: "memory" });
  const { board, clock } = openBoard(store);
  const config = await boardConfig();
  board.observe(applied(config));
  for (let run = 0; run < 50; run++) {
    clock.now = NOON + run;
    board.observe(ran(config, [delivery(config, { outcome: "accepted" })]));
  }
  const { history = [], latestRun } = board.status().searches[0] ?? {};
  deepEqual([history.length, history[0]?.at, latestRun?.at], [40, NOON + 10, NOON + 49]);
});

Deno.test("StatusBoard.changesSince() tells of searches that changed, and of none twice", async () => {
  await using store = openStore({ kind: "memory" });
  const { board } = openBoard(store);
  const config = await boardConfig(["errors", "visits"]);
  board.observe(applied(config));
  const first = board.changesSince(0);
  deepEqual(first.change.order, ["errors", "visits"]);
  deepEqual(first.change.searches.map(({ name }) => name), ["errors", "visits"]);
  deepEqual(board.changesSince(first.revision).change.searches, []);
  board.observe({ kind: "begun", search: "visits", window: { from: 0, to: 1 } });
  const second = board.changesSince(first.revision);
  deepEqual(second.change.searches.map(({ name, state }) => [name, state]), [[
    "visits",
    "running",
  ]]);
  equal(second.change.order, undefined);
});

Deno.test("StatusBoard tells that a value has grown old although nothing happened", async () => {
  await using store = openStore({ kind: "memory" });
  const { board, clock } = openBoard(store);
  const config = await boardConfig();
  board.observe(applied(config));
  board.observe(tried(config, { outcome: "accepted" }));
  const { revision } = board.changesSince(0);
  clock.now = NOON + 2 * 60_000 + 60_000;
  equal(board.changesSince(revision).change.searches.length, 0);
  clock.now += 6_000;
  const [stale] = board.changesSince(revision).change.searches;
  match(stale?.destinations[0]?.troubles[0]?.message ?? "", /Nothing new came for geckoboard/);
  equal(board.status().program.health, "failing");
});

Deno.test("StatusBoard tells of a place that fails for all, and what waits for it", async () => {
  await using store = openStore({ kind: "memory" });
  const { board } = openBoard(store);
  const config = await boardConfig(["errors", "visits"]);
  board.observe(applied(config));
  board.observe(tried(config, { outcome: "waiting", reason: "it answered 503" }));
  board.observe({ kind: "endpoint", name: "geckoboard at host.example", state: "failing" });
  const window = { from: NOON - 60_000, to: NOON };
  const results = [{ destination: "destination", form: "payload", text: "1" }] as const;
  await store.addRun({ search: "visits", window, windows: "sliding", results, now: NOON });
  const { program, searches } = board.status();
  match(program.troubles[0]?.message ?? "", /takes nothing, .*it answered 503/);
  match(searches[1]?.destinations[0]?.troubles[0]?.message ?? "", /takes nothing/);
  board.observe({ kind: "endpoint", name: "geckoboard at host.example", state: "well" });
  deepEqual(board.status().program.troubles, []);
});

Deno.test("StatusBoard counts an outage from its own beginning, not from that of an earlier one", async () => {
  await using store = openStore({ kind: "memory" });
  const { board, clock } = openBoard(store);
  const config = await boardConfig();
  const failing = {
    kind: "endpoint",
    name: "geckoboard at host.example",
    state: "failing",
  } as const;
  board.observe(applied(config));
  board.observe(tried(config, { outcome: "waiting", reason: "it answered 401" }));
  board.observe(tried(config, { outcome: "accepted" }));
  clock.now += 600_000;
  board.observe(tried(config, { outcome: "waiting", reason: "it answered 503" }));
  board.observe(failing);
  const { program, searches } = board.status();
  deepEqual(program.troubles.map(({ since }) => since), [NOON + 600_000]);
  equal(searches[0]?.destinations[0]?.troubles[0]?.message, program.troubles[0]?.message);
});

Deno.test("StatusBoard keeps what it knows of a search through a reload", async () => {
  await using store = openStore({ kind: "memory" });
  const { board } = openBoard(store);
  const config = await boardConfig();
  board.observe(applied(config));
  board.observe(ran(config, [delivery(config, { outcome: "accepted" })]));
  const problem = { severity: "error", file: "config.ini", line: 3, column: 5 } as const;
  board.observe({
    kind: "config_refused",
    message: "Cannot take over",
    problems: [{ ...problem, message: "it is odd", hint: "mend it" }, { ...problem, message: "x" }],
    details: [],
  });
  deepEqual(board.status().program.troubles, [{
    message: "Cannot take over: it is odd, and 1 more",
    hint: "mend it",
    since: NOON,
    where: "config.ini:3:5",
  }]);
  board.observe(applied(await boardConfig(["new", "errors"]), ["new"]));
  const { program, searches } = board.status();
  deepEqual(program.troubles, []);
  deepEqual(searches.map(({ name, history }) => [name, history.length]), [["new", 0], [
    "errors",
    1,
  ]]);
});

Deno.test("StatusBoard gives the newest payload of a destination, unless it is too large to draw", async () => {
  await using store = openStore({ kind: "memory" });
  const { board } = openBoard(store);
  const config = await boardConfig();
  board.observe(applied(config));
  const answer = (text: string): EngineEvent => ({
    kind: "answered",
    search: "errors",
    window: { from: 0, to: 1 },
    queryMs: 1,
    payloads: new Map([["destination", text]]),
  });
  board.observe(answer('{"value":1}'));
  const first = board.payload("errors", "destination");
  board.observe(answer('{"value":2}'));
  const second = board.payload("errors", "destination");
  equal(second?.text, '{"value":2}');
  ok(second!.picture > first!.picture);
  board.observe(answer("x".repeat(100_000)));
  equal(board.payload("errors", "destination"), undefined);
});

Deno.test("a search that is paused stays paused in the next life of the program", async () => {
  await using store = openStore({ kind: "memory" });
  const { board } = openBoard(store);
  const daemon = new Daemon(store, board.observe);
  await using api = startReceiver({ answer: () => new Response("no", { status: 400 }) });
  const config = await boardConfig(["errors"], { api: api.url });
  daemon.apply(config);
  await daemon.pause("errors");
  equal(board.status().searches[0]?.state, "paused");
  await daemon.stop();
  const { board: next } = openBoard(store);
  next.observe(applied(config));
  const [errors] = next.status().searches;
  deepEqual([errors?.state, errors?.health], ["paused", "paused"]);
});

Deno.test("StatusBoard tells of a store that cannot be written", async () => {
  const reason = "no folder can be chosen";
  await using store = openStore({ kind: "nowhere", reason, hint: "set HOME" });
  const { board } = openBoard(store);
  board.observe(applied(await boardConfig()));
  const { program: { health, troubles } } = board.status();
  deepEqual([health, troubles[0]?.hint], ["failing", "set HOME"]);
  match(troubles[0]?.message ?? "", /no folder can be chosen/);
});

Deno.test("StatusBoard still knows after a reload what is wrong with a search that goes on", async () => {
  await using store = openStore({ kind: "memory" });
  const { board, clock } = openBoard(store);
  const config = await boardConfig();
  board.observe(applied(config));
  board.observe(queryFailed(config, "stop"));
  clock.now += 300_000;
  board.observe(applied(config, []));
  const [errors] = board.status().searches;
  deepEqual([errors?.state, errors?.health], ["refused", "failing"]);
  equal(errors?.troubles[0]?.since, NOON);
  board.observe(applied(config, ["errors"]));
  const [anew] = board.status().searches;
  deepEqual([anew?.state, anew?.health, anew?.history.length], ["starting", "ok", 1]);
});

Deno.test("StatusBoard tells of a value that grows old although the config is read again and again", async () => {
  await using store = openStore({ kind: "memory" });
  const { board, clock } = openBoard(store);
  const config = await boardConfig();
  board.observe(applied(config));
  board.observe(tried(config, { outcome: "accepted" }));
  for (let minute = 0; minute < 10; minute++) {
    clock.now += 60_000;
    board.observe(applied(config, []));
  }
  match(board.status().searches[0]?.destinations[0]?.troubles[0]?.message ?? "", /Nothing new/);
});

Deno.test("StatusBoard forgets a place that fails once the config does not name it any more", async () => {
  await using store = openStore({ kind: "memory" });
  const { board } = openBoard(store);
  const config = await boardConfig();
  board.observe(applied(config));
  board.observe({ kind: "endpoint", name: "geckoboard at host.example", state: "failing" });
  equal(board.status().program.troubles.length, 1);
  board.observe(applied(await boardConfig(["errors"], { host: "other.example" })));
  deepEqual(board.status().program.troubles, []);
});

Deno.test("a search that goes on after a pause is not behind at once", async () => {
  await using store = openStore({ kind: "memory" });
  const { board, clock } = openBoard(store);
  const config = await boardConfig();
  board.observe(applied(config));
  board.observe(tried(config, { outcome: "accepted" }));
  board.observe(ran(config, [delivery(config, { outcome: "accepted" })]));
  board.observe({ kind: "paused", search: "errors" });
  clock.now += 3_600_000;
  board.observe({ kind: "resumed", search: "errors" });
  equal(board.status().searches[0]?.health, "ok");
  clock.now += 600_000;
  equal(board.status().searches[0]?.health, "failing");
});

Deno.test("a payload that was given up is no trouble any more once answers are empty", async () => {
  await using store = openStore({ kind: "memory" });
  const { board } = openBoard(store);
  const config = await boardConfig();
  board.observe(applied(config));
  board.observe(tried(config, { outcome: "expired", reason: "it waited too long" }));
  equal(board.status().program.health, "failing");
  board.observe(ran(config, [delivery(config, { outcome: "empty", reason: "no values" })]));
  equal(board.status().program.health, "ok");
});

Deno.test("a search whose query failed does not run while it waits for its next try", async () => {
  await using store = openStore({ kind: "memory" });
  const { board } = openBoard(store);
  const config = await boardConfig();
  board.observe(applied(config));
  board.observe({ kind: "begun", search: "errors", window: { from: 0, to: 1 } });
  board.observe(queryFailed(config, "retry"));
  equal(board.status().searches[0]?.state, "waiting");
});

Deno.test("StatusBoard never gives two payloads one number, not even in two lives", async () => {
  await using store = openStore({ kind: "memory" });
  const config = await boardConfig();
  const numbers = [0, 1].map((life) => {
    const { board } = openBoard(store, NOON + life);
    board.observe(applied(config));
    const payloads = new Map([["destination", "1"]]);
    board.observe({
      kind: "answered",
      search: "errors",
      window: { from: 0, to: 1 },
      queryMs: 1,
      payloads,
    });
    return board.payload("errors", "destination")?.picture;
  });
  ok(numbers[0] !== numbers[1]);
});
