import { equal, match, ok } from "node:assert/strict";
import { configText, writeConfig } from "../config_text.ts";
import { runProgram, startProgram } from "../program.ts";
import { type Receiver, startReceiver } from "../../src/testing.ts";
import { mountSmallDisk, NO_SMALL_DISK, type SmallDisk } from "../store/small_disk.ts";
import {
  assertContiguous,
  contiguousText,
  startApi,
  stop,
  windowsOf,
} from "./contiguous_config.ts";

const NEEDS_DISK = { ignore: NO_SMALL_DISK !== undefined };

/** A contiguous search and a sliding one beside it, on a small disk that gets into trouble and out of it. */
async function runInTrouble(
  { trouble, relief, since, complaint }: {
    readonly trouble: (disk: SmallDisk) => Promise<void>;
    readonly relief: (disk: SmallDisk) => Promise<void>;
    readonly since: "the start" | "later";
    readonly complaint: RegExp;
  },
): Promise<void> {
  await using disk = await mountSmallDisk();
  await using api = startApi();
  await using sink = startReceiver();
  await using widget = startReceiver();
  const sliding = configText(api.url, [{ name: "now", period: 1, pushUrl: widget.url }])
    .split(/\[Searches\]\n|\[Leexport\]/)[1]!;
  const text = contiguousText({
    api: api.url,
    destinations: { destination: { url: sink.url } },
    stateDir: disk.path,
  }).replace("[Searches]", "[[geckoboard]]\napi_key = 0123456789abcdef\n[Searches]") + sliding;
  await using file = await writeConfig(text);
  if (since === "the start") await trouble(disk);
  await using program = startProgram(["start", "-c", file.path]);
  if (since === "later") {
    await sink.received(2);
    await trouble(disk);
  }
  await program.output(complaint);
  await moreArrive(widget);
  await relief(disk);
  await program.output(/ info +store: .*again/);
  const before = sink.requests.length;
  await sink.received(before + 5);
  await moreArrive(widget);
  await stop(program);
  const windows = windowsOf(sink.requests);
  assertContiguous(windows);
  const ledger = await runProgram(["ledger", "-c", file.path, "--verify"]);
  equal(ledger.code, 0, ledger.stdout + ledger.stderr);
}

async function moreArrive({ requests, received }: Receiver): Promise<void> {
  await received(requests.length + 2);
}

Deno.test(
  "leexport start goes on while the disk is full, loses no contiguous window, and recovers by itself",
  {
    ...NEEDS_DISK,
  },
  () =>
    runInTrouble({
      trouble: (disk) => disk.fill(),
      relief: (disk) => disk.empty(),
      since: "later",
      complaint: /error +store: Cannot write the store .*: the disk is full; .*\n {2}hint: /,
    }),
);

Deno.test(
  "leexport start starts on a read-only disk, and begins with contiguous windows once it can be written",
  {
    ...NEEDS_DISK,
  },
  () =>
    runInTrouble({
      trouble: (disk) => disk.remount("ro"),
      relief: (disk) => disk.remount("rw"),
      since: "the start",
      complaint: /error +store: Cannot write the store .*: .*read-only.*\n {2}hint: /,
    }),
);

Deno.test("leexport start goes on from the last good checkpoint when the store is damaged", async () => {
  await using api = startApi();
  await using sink = startReceiver();
  const destinations = { destination: { url: sink.url } };
  await using file = await writeConfig(contiguousText({ api: api.url, destinations }));
  const first = startProgram(["start", "-c", file.path]);
  await sink.received(3);
  await stop(first);
  const path = `${file.folder}/state/leexport.db`;
  {
    using store = await Deno.open(path, { read: true, write: true });
    const { size } = await store.stat();
    await store.seek(Math.floor(size / 2), Deno.SeekMode.Start);
    await store.write(new Uint8Array(size).fill(0x55));
  }
  await using second = startProgram(["start", "-c", file.path]);
  const before = sink.requests.length;
  await sink.received(before + 3);
  await stop(second);
  const windows = windowsOf(sink.requests);
  const distinct = [...new Map(windows.map((window) => [window[0], window])).values()];
  assertContiguous(distinct.sort(([a], [b]) => a - b));
  const files = await Array.fromAsync(Deno.readDir(`${file.folder}/state`), ({ name }) => name);
  ok(files.some((name) => name.includes("damaged")), files.join());
});

Deno.test("leexport start goes on without a store when its folder cannot be made", async () => {
  await using api = startApi();
  await using widget = startReceiver();
  const text = configText(api.url, [{ name: "now", period: 1, pushUrl: widget.url }]);
  await using file = await writeConfig(
    text.replace("[Leexport]\n", "[Leexport]\nstate_dir = config.ini/state\n"),
  );
  await using program = startProgram(["start", "-c", file.path]);
  await widget.received(2);
  await stop(program);
  match(program.stdout, /error +store: Cannot .*config\.ini\/state.*\n {2}hint: /);
});
