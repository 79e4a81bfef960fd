import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { LiveUpdates } from "../../src/status_server/live_updates.ts";
import { connect } from "./http_exchange.ts";
import { KnownStatus, searchNamed } from "./known_status.ts";
import { EventReader } from "./event_reader.ts";
import { serve } from "./served.ts";

const FAILING = searchNamed("errors", {
  health: "failing",
  troubles: [{ message: "Cannot ask", hint: undefined, since: 1, where: undefined }],
});

Deno.test("a page gets the whole document first, and then what has changed", async () => {
  await using served = await serve();
  await using events = await EventReader.open(`${served.url}/api/events`);
  const whole = served.source.status();
  deepEqual(await events.next(), { event: "status", data: JSON.parse(JSON.stringify(whole)) });
  ok(events.text.startsWith("retry: 2000\n"), events.text);
  served.source.write(FAILING);
  const change = { program: whole.program, searches: [FAILING] };
  deepEqual(await events.next(), { event: "change", data: JSON.parse(JSON.stringify(change)) });
});

Deno.test("what changes at once is told at once, to every open page", async () => {
  await using served = await serve();
  await using one = await EventReader.open(`${served.url}/api/events`);
  await using other = await EventReader.open(`${served.url}/api/events`);
  for (const events of [one, other]) equal((await events.next())?.event, "status");
  served.source.write(FAILING);
  served.source.write(searchNamed("refused", { health: "paused" }));
  for (const events of [one, other]) {
    const told = await events.next();
    equal(told?.event, "change");
    const { searches } = told.data as { searches: { name: string }[] };
    deepEqual(searches.map(({ name }) => name), ["errors", "refused"]);
  }
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
  const source = new KnownStatus(["errors"]);
  const live = new LiveUpdates(source, Date.now);
  // A page of another server shows that time passes.
  const other = new LiveUpdates(source, Date.now);
  equal(source.reads, 0);
  const stream = live.listen();
  ok(stream !== undefined && source.reads > 0);
  await stream.cancel();
  const clock = other.listen();
  ok(clock !== undefined);
  await using ticks = new EventReader(clock);
  await ticks.next();
  const reads = source.reads;
  for (let tick = 0; tick < 2; tick++) {
    source.write(FAILING);
    await ticks.next();
  }
  ok(source.reads - reads <= 3, `${source.reads - reads}`);
});

Deno.test("more pages than fifty are refused with a sentence, until one is closed", async () => {
  await using served = await serve();
  await using stack = new AsyncDisposableStack();
  const open = async () => stack.use(await EventReader.open(`${served.url}/api/events`));
  const pages = await Promise.all(Array.from({ length: 50 }, open));
  for (const page of pages) await page.next();
  const refused = await served.ask({ path: "/api/events" });
  equal(refused.status, 503);
  deepEqual(JSON.parse(refused.body), {
    error: "Cannot tell one more page what changes: 50 are open",
    hint: "close other pages, then reload this one",
  });
  equal((await served.ask({ path: "/api/status" })).status, 200);
  await pages[0]?.[Symbol.asyncDispose]();
  for (;;) {
    // The server hears of a closed connection when it writes to it next.
    served.source.write(FAILING);
    await pages[1]?.next();
    const response = await fetch(`${served.url}/api/events`);
    if (response.status === 503) await response.body?.cancel();
    else {
      equal(response.status, 200);
      return await response.body?.cancel();
    }
  }
});

Deno.test("a page that reads slowly gets a fresh whole document in place of what it has missed", async () => {
  const source = new KnownStatus(["errors"]);
  const live = new LiveUpdates(source, Date.now);
  const [slow, quick] = [live.listen(), live.listen()];
  ok(slow !== undefined && quick !== undefined);
  await using events = new EventReader(quick);
  await events.next();
  // The first fits beside the whole document, the second does not any more, the third is newer than both.
  for (const text of ["a".repeat(1_100_000), "b".repeat(1_100_000), "c"]) {
    source.write(searchNamed("errors", { statement: text }));
    await events.next();
  }
  await using late = new EventReader(slow);
  const told = [await late.next(), await late.next(), await late.next()];
  deepEqual(told.map((event) => event?.event), ["status", "change", "status"]);
  ok(JSON.stringify(told[2]).includes('"statement":"c"'));
  ok(!late.text.includes("bbb"));
  source.write(FAILING);
  equal((await late.next())?.event, "change");
  live.end();
  equal(await late.next(), undefined);
});

Deno.test("a page that reads nothing for half a minute is let go of", async () => {
  let now = 1_764_000_000_000;
  const source = new KnownStatus(["errors"]);
  const live = new LiveUpdates(source, () => now);
  const [mute, quick] = [live.listen(), live.listen()];
  ok(mute !== undefined && quick !== undefined);
  await using events = new EventReader(quick);
  await events.next();
  for (const pauseMs of [0, 0, 31_000]) {
    source.write(searchNamed("errors", { statement: "a".repeat(1_100_000) }));
    await events.next();
    now += pauseMs;
  }
  source.write(FAILING);
  await events.next();
  await rejects(new Response(mute).text(), /the reader does not read/);
  live.end();
});

Deno.test("HEAD of the events opens no page", async () => {
  await using served = await serve();
  for (let index = 0; index < 60; index++) {
    equal((await served.ask({ method: "HEAD", path: "/api/events" })).status, 200);
  }
});

Deno.test("a page that is open, and one that does not read, do not hold up the end", async () => {
  const source = new KnownStatus(["errors"]);
  // More than what the system keeps on its way.
  source.write(searchNamed("errors", { statement: "a".repeat(20_000_000) }));
  const served = await serve({ source });
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
