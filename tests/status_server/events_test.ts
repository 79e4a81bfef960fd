import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { answerEvents } from "../../src/status_server/events.ts";
import { LiveUpdates } from "../../src/status_server/live_updates.ts";
import { connect } from "./http_exchange.ts";
import { EventReader, type ServerSentEvent } from "./event_reader.ts";
import { FedBoard } from "./fed_board.ts";
import { serve } from "./served.ts";

/** What an event tells of each search: its name, and what is wrong with its destination. */
function toldOf(event: ServerSentEvent | undefined): readonly (readonly string[])[] {
  return (event?.data.searches ?? []).map(({ name, destinations }) => {
    return [
      name,
      ...destinations.flatMap(({ troubles }) => troubles.map(({ message }) => message)),
    ];
  });
}

Deno.test("a page gets the whole document first, and then what has changed", async () => {
  await using served = await serve();
  await using events = await EventReader.open(`${served.url}/api/events`);
  const whole = await events.next();
  equal(whole?.event, "status");
  deepEqual(toldOf(whole), [["errors"], ["visits"]]);
  ok(events.text.startsWith("retry: 2000\n"), events.text);
  served.board.fail("it answered 503");
  const change = await events.next();
  equal(change?.event, "change");
  deepEqual(toldOf(change), [["errors", "Cannot push to geckoboard: it answered 503"]]);
});

Deno.test("what changes at once is told at once, to every open page", async () => {
  await using served = await serve();
  await using one = await EventReader.open(`${served.url}/api/events`);
  await using other = await EventReader.open(`${served.url}/api/events`);
  for (const events of [one, other]) equal((await events.next())?.event, "status");
  served.board.fail("it answered 503");
  served.board.observe({ kind: "paused", search: "visits" });
  for (const events of [one, other]) {
    deepEqual(toldOf(await events.next()).map(([name]) => name), ["errors", "visits"]);
  }
});

Deno.test("a page is told that the program ends, though no search has changed", async () => {
  await using served = await serve();
  await using events = await EventReader.open(`${served.url}/api/events`);
  await events.next();
  served.board.stopping();
  equal((await events.next())?.data.program.state, "stopping");
});

Deno.test("a page on which nothing changes hears every 15 s that the server is still there", async () => {
  let now = 1_764_000_000_000;
  await using served = await serve({ now: () => now });
  await using events = await EventReader.open(`${served.url}/api/events`);
  await events.next();
  now += 15_000;
  equal(await events.block(), ": still here");
});

Deno.test("the status is read while a page is open only", async () => {
  await using board = await FedBoard.open();
  const live = new LiveUpdates(board, Date.now);
  // A page of another server shows that time passes.
  const other = new LiveUpdates(board, Date.now);
  equal(board.reads, 0);
  const stream = live.listen();
  ok(stream !== undefined && board.reads > 0);
  await stream.cancel();
  const clock = other.listen();
  ok(clock !== undefined);
  await using ticks = new EventReader(clock);
  await ticks.next();
  const reads = board.reads;
  for (let tick = 0; tick < 2; tick++) {
    board.fail("it answered 503");
    await ticks.next();
  }
  ok(board.reads - reads <= 3, `${board.reads - reads}`);
});

Deno.test("more pages than fifty are refused with a sentence, until one is closed", async () => {
  await using served = await serve();
  await using stack = new AsyncDisposableStack();
  const open = async () => stack.use(await EventReader.open(`${served.url}/api/events`));
  const pages = await Promise.all(Array.from({ length: 50 }, open));
  for (const page of pages) await page.next();
  const refused = await served.ask({ path: "/api/events" });
  equal(refused.status, 429);
  deepEqual(JSON.parse(refused.body), {
    error: "Cannot tell one more page what changes: 50 are open",
    hint: "close other pages, then reload this one",
  });
  equal((await served.ask({ path: "/api/status" })).status, 200);
  await pages[0]?.[Symbol.asyncDispose]();
  for (;;) {
    // The server hears of a closed connection when it writes to it next.
    served.board.fail("it answered 503");
    await pages[1]?.next();
    const response = await fetch(`${served.url}/api/events`);
    if (response.status === 429) await response.body?.cancel();
    else {
      equal(response.status, 200);
      return await response.body?.cancel();
    }
  }
});

Deno.test("a page that reads slowly gets a fresh whole document in place of what it has missed", async () => {
  await using board = await FedBoard.open();
  const live = new LiveUpdates(board, Date.now);
  const [slow, quick] = [live.listen(), live.listen()];
  ok(slow !== undefined && quick !== undefined);
  await using events = new EventReader(quick);
  await events.next();
  // The first fits beside the whole document, the second does not any more, the third is newer than both.
  for (const text of ["a".repeat(1_100_000), "b".repeat(1_100_000), "it answered c"]) {
    board.fail(text);
    await events.next();
  }
  await using late = new EventReader(slow);
  const told = [await late.next(), await late.next(), await late.next()];
  deepEqual(told.map((event) => event?.event), ["status", "change", "status"]);
  ok(JSON.stringify(told[2]).includes('it answered c"'));
  ok(!late.text.includes("bbb"));
  board.fail("it answered 503");
  equal((await late.next())?.event, "change");
  live.end();
  equal(await late.next(), undefined);
});

Deno.test("a page that reads nothing for half a minute is let go of", async () => {
  let now = 1_764_000_000_000;
  await using board = await FedBoard.open();
  const live = new LiveUpdates(board, () => now);
  const [mute, quick] = [live.listen(), live.listen()];
  ok(mute !== undefined && quick !== undefined);
  await using events = new EventReader(quick);
  await events.next();
  for (const pauseMs of [0, 0, 31_000]) {
    board.fail("a".repeat(1_100_000));
    await events.next();
    now += pauseMs;
  }
  board.fail("it answered 503");
  await events.next();
  await rejects(new Response(mute).text(), /the reader does not read/);
  live.end();
});

Deno.test("a page that comes while the program ends is refused", async () => {
  await using board = await FedBoard.open();
  const live = new LiveUpdates(board, Date.now);
  live.end();
  const response = answerEvents(new Request("http://127.0.0.1/api/events"), live);
  equal(response.status, 503);
  deepEqual(await response.json(), { error: "Cannot tell what changes: leexport ends" });
});

Deno.test("HEAD of the events opens no page", async () => {
  await using served = await serve();
  for (let index = 0; index < 60; index++) {
    equal((await served.ask({ method: "HEAD", path: "/api/events" })).status, 200);
  }
});

Deno.test("a page that is open, and one that does not read, do not hold up the end", async () => {
  await using board = await FedBoard.open();
  // More than what the system keeps on its way.
  board.fail("a".repeat(20_000_000));
  const served = await serve({ source: board });
  await using events = await EventReader.open(`${served.url}/api/events`);
  await events.next();
  const [hostname = "", port] = served.host.split(":");
  using mute = await connect({ hostname, port: Number(port) });
  const request = `GET /api/events HTTP/1.1\r\nHost: ${served.host}\r\n\r\n`;
  await mute.write(new TextEncoder().encode(request));
  await mute.read(new Uint8Array(1));
  await served[Symbol.asyncDispose]();
  equal(await events.next(), undefined);
});
