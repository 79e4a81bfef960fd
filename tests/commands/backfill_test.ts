import { deepEqual, equal, match } from "node:assert/strict";
import { type ConfigFile, writeConfig } from "../config_text.ts";
import { runProgram, startProgram } from "../program.ts";
import { askedQueries } from "../servers/answers.ts";
import { startReceiver } from "../../src/testing.ts";
import { assertContiguous, contiguousText, startApi, windowsOf } from "./contiguous_config.ts";

const FROM = Date.UTC(2026, 10, 1);
const STRETCH = ["--from", "2026-11-01T00:00Z", "--to", "2026-11-01T00:00:20Z"];

function backfill(file: ConfigFile, ...args: readonly string[]) {
  return runProgram(["backfill", "-c", file.path, ...args]);
}

Deno.test("leexport backfill asks and pushes the windows of a past stretch in order, once", async () => {
  await using api = startApi();
  await using sink = startReceiver();
  const destinations = { destination: { url: sink.url } };
  await using file = await writeConfig(contiguousText({ api: api.url, destinations }));
  const { code, stdout, stderr } = await backfill(file, "hits", ...STRETCH);
  equal(code, 0, stderr);
  match(
    stdout,
    /^search "hits" to hosted_graphite: 20 windows of 1 s, from 2026-11-01T00:00:00Z to 2026-11-01T00:00:20Z\n20 queries; /,
  );
  match(stdout, /\ndestination: 20 asked: 20 delivered\n$/);
  const windows = windowsOf(sink.requests);
  assertContiguous(windows);
  deepEqual([windows.length, windows[0]![0]], [20, FROM]);

  const again = await backfill(file, "hits", ...STRETCH);
  deepEqual([again.code, askedQueries(api).length, sink.requests.length], [0, 20, 20]);
  match(again.stdout, /, 20 of them are done\nnothing is left to do\n/);
});

Deno.test("leexport backfill goes on where it was interrupted", async () => {
  await using api = startApi();
  const first = Promise.withResolvers<void>();
  await using sink = startReceiver({
    async answer(_request, index) {
      if (index === 5) await first.promise;
      return new Response();
    },
  });
  const destinations = { destination: { url: sink.url } };
  await using file = await writeConfig(contiguousText({ api: api.url, destinations }));
  await using interrupted = startProgram(["backfill", "-c", file.path, "hits", ...STRETCH]);
  await sink.received(6);
  interrupted.signal("SIGINT");
  first.resolve();
  const { code, stdout } = await interrupted.ended;
  equal(code, 1);
  match(stdout, /stopped: the same command goes on where it was\n$/);
  const { code: second, stderr } = await backfill(file, "hits", ...STRETCH);
  equal(second, 0, stderr);
  const windows = windowsOf(sink.requests);
  assertContiguous(windows);
  equal(windows.length, 20);
});

Deno.test("leexport backfill works beside a daemon on the same config", async () => {
  await using api = startApi();
  await using sink = startReceiver();
  const destinations = { destination: { url: sink.url } };
  await using file = await writeConfig(contiguousText({ api: api.url, destinations }));
  await using daemon = startProgram(["start", "-c", file.path]);
  await sink.received(1);
  const { code, stderr } = await backfill(file, "hits", ...STRETCH);
  equal(code, 0, stderr);
  const [past, live] = [true, false].map((isPast) =>
    windowsOf(sink.requests).filter(([from]) => (from < FROM + 60_000) === isPast)
  );
  equal(past!.length, 20);
  assertContiguous(past!);
  assertContiguous(live!);
  daemon.signal("SIGTERM");
  equal((await daemon.ended).code, 0);
});

Deno.test("leexport backfill --dry-run asks nobody", async () => {
  await using api = startApi();
  const destinations = { destination: { url: "http://127.0.0.1:9" } };
  await using file = await writeConfig(contiguousText({ api: api.url, destinations }));
  const { code, stdout } = await backfill(file, "hits", ...STRETCH, "--dry-run");
  equal(code, 0);
  match(
    stdout,
    /20 queries; beside the searches of .*, 1500 queries per 15 minutes allow that in about \d+ s\n$/,
  );
  equal(api.requests.length, 0);
});

Deno.test("leexport backfill refuses what it cannot do, and says what to write", async () => {
  const text = contiguousText({
    api: "http://127.0.0.1:9",
    destinations: { destination: { url: "http://127.0.0.1:9" } },
  });
  await using file = await writeConfig(text);
  const rows: readonly (readonly [readonly string[], RegExp])[] = [
    [
      ["hit", ...STRETCH],
      /^Cannot backfill "hit": .* has no such search\n {2}hint: did you mean "hits"\?\n$/,
    ],
    [["hits"], /^Cannot read --from: it is missing\n {2}hint: write --from 2026-11-01T00:00Z/],
    [
      ["hits", "--from", "yesterday", "--to", "2026-11-01"],
      /^Cannot read --from: "yesterday" is no time with its zone\n/,
    ],
    [
      ["hits", "--from", "2026-02-31", "--to", "2026-11-01"],
      /^Cannot read --from: "2026-02-31" is no time with its zone\n/,
    ],
    [
      ["hits", "--from", "2026-02-31", "--to", "2026-11-01"],
      /^Cannot read --from: "2026-02-31" is no time with its zone\n/,
    ],
    [["hits", "--from", "2026-11-02", "--to", "2026-11-01"], /: the end is not after the begin\n/],
    [
      ["hits", "--from", "2300-11-01", "--to", "2300-11-02"],
      /: no whole window of 1 s lies between them and is over\n/,
    ],
  ];
  for (const [args, complaint] of rows) {
    const { code, stdout, stderr } = await backfill(file, ...args);
    deepEqual([code, stdout], [2, ""]);
    match(stderr, complaint);
  }
  await file.replace(text.replace("windows = contiguous", "query_range = 60"));
  const { code, stderr } = await backfill(file, "hits", ...STRETCH);
  equal(code, 2);
  match(
    stderr,
    /: its windows are sliding, .*\n {2}hint: write windows = contiguous into its \[\[\[query\]\]\] at line \d+/,
  );
});

Deno.test("leexport backfill exits 1 when a destination refuses payloads", async () => {
  await using api = startApi();
  await using sink = startReceiver({
    answer: (_request, index) => new Response("odd", { status: index === 3 ? 400 : 202 }),
  });
  const destinations = { destination: { url: sink.url } };
  await using file = await writeConfig(contiguousText({ api: api.url, destinations }));
  const { code, stdout } = await backfill(file, "hits", ...STRETCH);
  equal(code, 1);
  match(stdout, /destination: 20 asked: 19 delivered, 1 rejected\n/);
});

Deno.test("leexport backfill leaves nothing out, whatever catch_up of the search says", async () => {
  for (const query of ["catch_up = newest", "catch_up = merge", "catch_up_limit = 3"]) {
    await using api = startApi();
    await using sink = startReceiver();
    const destinations = { destination: { url: sink.url } };
    await using file = await writeConfig(contiguousText({ api: api.url, destinations, query }));
    const { code, stdout } = await backfill(file, "hits", ...STRETCH);
    equal(code, 0, stdout);
    match(stdout, /\ndestination: 20 asked: 20 delivered\n$/);
    assertContiguous(windowsOf(sink.requests));
  }
});
