import { deepEqual, equal, match } from "node:assert/strict";
import { openStore } from "../../src/store/open_store.ts";
import type { Store } from "../../src/store/store.ts";
import { loadConfig } from "../../src/config/load_config.ts";
import type { Config } from "../../src/config/config.ts";
import { openCatalog } from "../../src/service_host/catalog.ts";
import { readOffline } from "../../src/status/read_offline.ts";
import type { Status } from "../../src/status/status.ts";
import { configText, writeConfig } from "../config_text.ts";
import { MINUTE, minute, runOf } from "../store/folder.ts";

const STATUS = {
  address: { kind: "tcp", hostname: "127.0.0.1", port: 9 },
  token: undefined,
} as const;
const NOW = minute(60).to;
const NAMES = ["fresh", "well", "refused", "waits", "stopped"] as const;
const DESTINATION = "destination";

async function run(
  store: Store,
  { search, outcome }: {
    readonly search: string;
    readonly outcome: "delivered" | "rejected" | "waiting";
  },
): Promise<void> {
  await store.addRun({ ...runOf(minute(0), { windows: "sliding" }), search });
  const entry = store.next({ search, destination: DESTINATION });
  if (entry === undefined || outcome === "waiting") return;
  await store.settle(entry, { outcome, reason: "401 Unauthorized", at: minute(1).from });
}

interface Place {
  readonly file: string;
  readonly state: string;
  readonly config: Config;
}

async function inPlace(test: (place: Place) => Promise<void>): Promise<void> {
  const searches = NAMES.map((name) => ({ name, pushUrl: "https://push.example.com/a" }));
  await using file = await writeConfig(configText("https://api.example.com", searches));
  const { config } = await loadConfig(file.path, { openCatalog });
  if (config === undefined) throw new Error("the config is not usable");
  await test({ file: file.path, state: `${file.folder}/state`, config });
}

function offline({ file, state, config }: Place): Status {
  const common = { file, state: { kind: "folder", path: state }, problems: [] } as const;
  return readOffline({ ...common, status: STATUS, config }, NOW);
}

Deno.test("without a store every search is new", () =>
  inPlace(async (place) => {
    const { program, searches } = await Promise.resolve(offline(place));
    deepEqual([program.state, program.health, program.at], ["not running", "failing", NOW]);
    deepEqual(searches.map(({ name, health, state }) => [name, health, state]), [
      ...NAMES.map((name) => [name, "new", "not running"]),
    ]);
    const [first] = searches[0]?.destinations ?? [];
    equal(first?.endpoint, "geckoboard at push.example.com");
    match(first?.where ?? "", /config\.ini:\d+$/);
  }));

Deno.test("the store tells how each search stood when leexport ended", () =>
  inPlace(async (place) => {
    {
      await using store = openStore({ kind: "folder", path: place.state });
      await run(store, { search: "well", outcome: "delivered" });
      await run(store, { search: "refused", outcome: "rejected" });
      await run(store, { search: "waits", outcome: "waiting" });
      await store.setPaused("stopped", minute(5).from);
    }
    const { program, searches } = offline(place);
    equal(program.health, "failing");
    deepEqual(searches.map(({ health }) => health), [
      "new",
      "failing",
      "failing",
      "failing",
      "paused",
    ]);
    equal(searches[4]?.pausedAt, minute(5).from);
    const [, well, refused, waits] = searches.map(({ destinations: [only] }) => only);
    equal(well?.ageMs, NOW - minute(0).to);
    equal(well?.account.delivered, 1);
    deepEqual(refused?.troubles, [{
      message: 'Cannot push to "geckoboard": 401 Unauthorized; 1 payload was refused and is kept',
      hint: "put right what it was refused for, start leexport, then run leexport retry",
      since: minute(1).from,
      where: refused?.where,
    }]);
    deepEqual([waits?.waiting.payloads, waits?.waitingSince], [1, minute(0).to]);
    equal(
      waits?.troubles[0]?.message,
      'Cannot push to "geckoboard": leexport does not run, and 1 payload waits',
    );
  }));

Deno.test("a search whose newer payload was taken does not fail for one that was refused before", () =>
  inPlace(async (place) => {
    {
      await using store = openStore({ kind: "folder", path: place.state });
      await run(store, { search: "refused", outcome: "rejected" });
      const window = { from: minute(1).from, to: minute(1).to + MINUTE };
      await store.addRun({ ...runOf(window, { windows: "sliding" }), search: "refused" });
      const entry = store.next({ search: "refused", destination: DESTINATION });
      if (entry !== undefined) await store.settle(entry, { outcome: "delivered", at: window.to });
    }
    const refused = offline(place).searches[2];
    deepEqual([refused?.health, refused?.destinations[0]?.rejected], ["failing", 0]);
    deepEqual(refused?.destinations[0]?.troubles, []);
  }));

Deno.test("what the store knows is shown when the config cannot be used", () =>
  inPlace(async ({ file, state }) => {
    {
      await using store = openStore({ kind: "folder", path: state });
      await run(store, { search: "well", outcome: "delivered" });
    }
    const problem = { file, line: 3, column: 1, message: "Cannot read", hint: "correct" };
    const { program, searches } = readOffline({
      file,
      state: { kind: "folder", path: state },
      status: STATUS,
      config: undefined,
      problems: [{ severity: "error", ...problem }],
    }, NOW);
    deepEqual(program.troubles, [
      { message: "Cannot read", hint: "correct", since: NOW, where: `${file}:3` },
      {
        message: "leexport does not run, and nothing has been pushed",
        hint: `leexport start -c ${file}`,
        since: minute(0).to,
        where: undefined,
      },
    ]);
    deepEqual(searches.map(({ name, health }) => [name, health]), [["well", "failing"]]);
  }));

Deno.test("a store that cannot be read is a trouble of the program", () =>
  inPlace(async (place) => {
    await Deno.mkdir(place.state);
    await Deno.writeTextFile(`${place.state}/leexport.db`, "junk ".repeat(4000));
    const { program, searches } = offline(place);
    match(program.troubles[0]?.message ?? "", /^Cannot read the store .*: it is not a database$/);
    equal(searches[0]?.health, "new");
  }));

Deno.test("a store is read while another process has it", () =>
  inPlace(async (place) => {
    await using store = openStore({ kind: "folder", path: place.state });
    await run(store, { search: "well", outcome: "delivered" });
    equal(offline(place).searches[1]?.health, "ok");
  }));
