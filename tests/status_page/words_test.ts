import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import type { Health } from "../../src/status/status.ts";
import { linkTo, pictureAddress, searchOf } from "../../src/status_page/link.ts";
import { selectSearches } from "../../src/status_page/selection.ts";
import { sparkline } from "../../src/status_page/sparkline.ts";
import { duration, relative } from "../../src/status_page/times.ts";
import { groupKey, troubleGroups, troublesOf } from "../../src/status_page/trouble_groups.ts";
import { changedView, viewOf } from "../../src/status_page/view.ts";
import { healthNews, size, verdict } from "../../src/status_page/words.ts";
import { failingSearch, someProgram, someRun, someSearch, someTrouble } from "./some_status.ts";

function viewWith(healths: readonly Health[], program = {}) {
  const searches = healths.map((health, index) => someSearch(`s${index}`, { health }));
  return viewOf({ program: someProgram(program), searches });
}

const VERDICTS: readonly (readonly [readonly Health[], string])[] = [
  [[], "There is no search yet"],
  [["ok"], "The search is well"],
  [["ok", "ok"], "All 2 searches are well"],
  [["failing"], "The search fails"],
  [["failing", "ok", "ok"], "1 of 3 searches fails"],
  [["failing", "failing", "ok"], "2 of 3 searches fail"],
  [["failing", "failing"], "All 2 searches fail"],
  [["new", "new"], "2 searches will run soon"],
  [["ok", "new", "paused"], "1 of 3 searches is well, none fails"],
  [["ok", "ok", "paused"], "2 of 3 searches are well, none fails"],
  [["paused", "paused"], "All 2 searches are paused"],
];
for (const [healths, words] of VERDICTS) {
  Deno.test(`verdict() of ${healths.join(", ") || "nothing"} is "${words}"`, () => {
    equal(verdict(viewWith(healths)), words);
  });
}

Deno.test("verdict() tells of the program before its searches", () => {
  equal(verdict(viewWith(["ok"], { state: "stopping" })), "leexport is stopping");
  equal(verdict(viewWith(["ok"], { health: "failing" })), "leexport itself has a trouble");
});

Deno.test("healthNews() tells what began to fail and what is well again, and nothing else", () => {
  const before = viewWith(["ok", "failing", "new", "ok"]);
  equal(healthNews(before, before), "");
  equal(healthNews(before, viewWith(["ok", "failing", "ok", "paused"])), "");
  equal(
    healthNews(before, viewWith(["failing", "ok", "failing", "ok"])),
    "Searches s0, s2 fail. Search s1 no longer fails.",
  );
  const many = Array.from({ length: 2000 }, (): Health => "ok");
  equal(
    healthNews(viewWith(many), viewWith(many.map(() => "failing"))),
    "2,000 searches fail.",
  );
});

Deno.test("changedView() of any change is what a whole document would have said", () => {
  const name: fc.Arbitrary<string> = fc.constantFrom("a", "b", "c", "d");
  const names = fc.uniqueArray(name);
  fc.assert(fc.property(names, names, names, (first, changed, order) => {
    const before = viewOf({
      program: someProgram(),
      searches: first.map((name) => someSearch(name)),
    });
    const added = changed.filter((name) => !first.includes(name));
    const known = [...first, ...added];
    const isMoved = added.length > 0 || order.length > 0;
    const after = isMoved ? order.filter((name) => known.includes(name)) : first;
    const searches = changed.map((name) => failingSearch(name));
    const change = { program: someProgram(), searches, ...(isMoved && { order: after }) };
    const view = changedView(before, change);
    deepEqual([...view.searches.keys()], after);
    for (const [name, search] of view.searches) {
      equal(search.health, changed.includes(name) ? "failing" : "ok");
      if (!changed.includes(name)) equal(search, before.searches.get(name));
    }
  }));
});

Deno.test("selectSearches() puts what fails first, and leaves the order of the config otherwise", () => {
  const searches = viewWith(["ok", "failing", "paused", "failing", "new"]).searches.values();
  const all = selectSearches(searches, { text: "", which: "all" });
  deepEqual(all.map(({ name }) => name), ["s1", "s3", "s0", "s2", "s4"]);
});

Deno.test("troubleGroups() tells once what differs in nothing but the name of the search", () => {
  const failing = ["a", "b"].map((name) =>
    failingSearch(name, { message: `Cannot run search "${name}": no answer` })
  );
  const program = someProgram({ troubles: [someTrouble({ message: "Cannot write" })] });
  const searches = [...failing, failingSearch("c", { message: "Cannot write" })];
  const groups = troubleGroups(viewOf({ program, searches }));
  deepEqual(groups.map(({ trouble, searches }) => [trouble.message, searches]), [
    ["Cannot write", ["c"]],
    ['Cannot run search "a": no answer', ["a", "b"]],
  ]);
});

Deno.test("troubleGroups() says since when by the oldest", () => {
  const searches = [failingSearch("a", { since: 2000 }), failingSearch("b", { since: 1000 })];
  const [group] = troubleGroups(viewOf({ program: someProgram(), searches }));
  equal(group?.trouble.since, 1000);
});

Deno.test("groupKey() finds the group of every trouble, whichever of them stands for it", () => {
  const searches = ["a", "b"].map((name, index) =>
    failingSearch(name, { message: `Cannot run search "${name}"`, since: 2000 - index })
  );
  const groups = troubleGroups(viewOf({ program: someProgram(), searches }));
  for (const search of searches) {
    const keys = troublesOf(search).map((trouble) => groupKey(search.name, trouble));
    deepEqual(keys, groups.map(({ key }) => key));
  }
});

Deno.test("sparkline() says in words what it draws", () => {
  equal(sparkline([]).text, "No run yet");
  const runs = [
    someRun(0, { outcome: "failed", totalMs: undefined }),
    someRun(1, { outcome: "rejected" }),
    someRun(2, { totalMs: 1234 }),
  ];
  const { text, paths } = sparkline(runs);
  equal(
    text,
    "Last 3 runs: 1 without an answer, 1 with a rejected payload, 1 well; the latest took 1.2 s",
  );
  deepEqual([...paths.keys()], ["failed", "rejected", "ok"]);
});

Deno.test("sparkline() stays in its box, whatever the runs took", () => {
  const run = fc.record({
    totalMs: fc.option(fc.nat(1e9), { nil: undefined }),
    outcome: fc.constantFrom("ok" as const, "waiting" as const, "rejected" as const),
  });
  fc.assert(fc.property(fc.array(run, { maxLength: 50 }), (runs) => {
    const { paths } = sparkline(runs.map((changes) => someRun(0, changes)));
    for (const path of paths.values()) {
      for (const [, x, height] of path.matchAll(/M(\d+) 24v-(\d+)/g)) {
        if (Number(x) > 236 || Number(height) > 24) throw new Error(path);
      }
      if (path.includes("NaN")) throw new Error(path);
    }
  }));
});

Deno.test("linkTo() and searchOf() are each other's reverse for every name", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (name) => {
    equal(searchOf(new URL(linkTo(name), "http://localhost/").hash), name);
  }));
  equal(searchOf("#list"), undefined);
  equal(searchOf("#search=%E0%A4%A"), undefined);
});

Deno.test("pictureAddress() holds any name", () => {
  equal(
    pictureAddress({ search: "a/b ?", destination: "destination", picture: 3, scheme: "dark" }),
    "/api/pictures/a%2Fb%20%3F/destination?picture=3&scheme=dark",
  );
});

const TIMES: readonly (readonly [number, string, string, string])[] = [
  [0, "0 s", "just now", "now"],
  [45_999, "45 s", "45 s ago", "in 45 s"],
  [60_000, "1 min", "1 min ago", "in 1 min"],
  [3_600_000, "1 h", "1 h ago", "in 1 h"],
  [11_100_000, "3 h 5 min", "3 h 5 min ago", "in 3 h 5 min"],
  [90_000_000, "1 day", "1 day ago", "in 1 day"],
  [200_000_000, "2 days", "2 days ago", "in 2 days"],
];
for (const [ms, age, ago, until] of TIMES) {
  Deno.test(`relative() of ${ms} ms is ${age}, ${ago}, ${until}`, () => {
    const now = Date.UTC(2026, 10, 24);
    equal(relative("age", { at: now - ms, now }), age);
    equal(relative("ago", { at: now - ms, now }), ago);
    equal(relative("until", { at: now + ms, now }), until);
  });
}

Deno.test("duration() and size() use the unit that a person would", () => {
  deepEqual([-3, 0, 840, 1234, 9_949, 45_000].map(duration), [
    "0 ms",
    "0 ms",
    "840 ms",
    "1.2 s",
    "9.9 s",
    "45 s",
  ]);
  deepEqual([1, 512, 1536, 12_595, 3_565_158].map(size), [
    "1 byte",
    "512 bytes",
    "1.5 KiB",
    "12 KiB",
    "3.4 MiB",
  ]);
});
