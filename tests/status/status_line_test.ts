import { equal } from "node:assert/strict";
import { StatusBoard } from "../../src/status/board.ts";
import { StatusLine } from "../../src/status/status_line.ts";
import { openStore } from "../../src/store/open_store.ts";
import { boardConfig, tried } from "./events.ts";

function openLine(store: ReturnType<typeof openStore>) {
  const board = new StatusBoard({
    store,
    version: "1.0.0",
    pid: 42,
    now: () => Date.UTC(2026, 10, 24, 12),
    queriesLeft: () => undefined,
  });
  return { board, line: new StatusLine(board) };
}

Deno.test("StatusLine counts the searches, those that fail and those that are paused", async () => {
  await using store = openStore({ kind: "memory" });
  const { board, line } = openLine(store);
  const config = await boardConfig(["first", "second", "third"]);
  board.observe({ kind: "applied", config, started: new Set() });
  equal(line.text, "3 searches");
  board.observe(tried(config, { outcome: "waiting", reason: "it answered 503" }));
  equal(line.text, "3 searches, 1 fails");
  board.observe({ kind: "paused", search: "second" });
  equal(line.text, "3 searches, 1 fails, 1 paused");
  board.observe(tried(config, { outcome: "accepted" }));
  board.observe({ kind: "resumed", search: "second" });
  equal(line.text, "3 searches");
});

Deno.test("StatusLine forgets searches that the config no longer has", async () => {
  await using store = openStore({ kind: "memory" });
  const { board, line } = openLine(store);
  board.observe({
    kind: "applied",
    config: await boardConfig(["first", "second"]),
    started: new Set(),
  });
  equal(line.text, "2 searches");
  board.observe({ kind: "applied", config: await boardConfig(["second"]), started: new Set() });
  equal(line.text, "1 search");
});

Deno.test("StatusLine says that the config cannot be used", async () => {
  await using store = openStore({ kind: "memory" });
  const { board, line } = openLine(store);
  board.observe({ kind: "applied", config: await boardConfig(), started: new Set() });
  board.observe({
    kind: "config_refused",
    message: "Cannot take over config.ini",
    problems: [],
    details: [],
  });
  equal(line.text, "1 search; Cannot take over config.ini");
});
