import { deepEqual, equal, ok } from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import stringWidth from "string-width";
import type { Health, Status } from "../../src/status/status.ts";
import { statusText } from "../../src/status/status_text.ts";
import { verdict } from "../../src/status/verdict.ts";
import { destinationOf, NIGHT, NOW, REFUSED, searchOf, statusOf } from "./document.ts";

function linesOf(
  status: Status,
  { width = 80, colour = "none", extent = "worst" }: {
    readonly width?: number;
    readonly colour?: "ansi" | "none";
    readonly extent?: "all" | "worst";
  } = {},
): string[] {
  return statusText(status, { view: { width, colour }, extent, timeZone: "UTC" });
}

for (const width of [40, 80, 200]) {
  Deno.test(`statusText() tells a bad night ${width} columns wide without colour`, async (t) => {
    await t.assertSnapshot(linesOf(NIGHT, { width }).join("\n"));
  });
}

Deno.test("statusText() colours with escape sequences that change no width", () => {
  const coloured = linesOf(NIGHT, { colour: "ansi" });
  ok(coloured.some((line) => line.includes("\x1b[1;31m")));
  deepEqual(coloured.map(stripVTControlCharacters), linesOf(NIGHT));
});

Deno.test("statusText() writes no line wider than the view, and no control character", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 60 });
  const trouble = fc.record({
    message: text,
    hint: fc.option(text, { nil: undefined }),
    since: fc.integer({ min: 0, max: NOW }),
    where: fc.option(text, { nil: undefined }),
  });
  const search = fc.record({ name: text, troubles: fc.array(trouble, { maxLength: 2 }) });
  fc.assert(fc.property(
    fc.array(search, { maxLength: 5 }),
    fc.integer({ min: 30, max: 120 }),
    (found, width) => {
      const searches = found.map(({ name, troubles }) =>
        searchOf(name, { health: troubles.length > 0 ? "failing" : "ok", troubles })
      );
      for (const line of linesOf(statusOf(searches), { width })) {
        ok(stringWidth(line) <= width, JSON.stringify(line));
        // deno-lint-ignore no-control-regex -- they are what is looked for
        ok(!/[\x00-\x1f\x7f\u202e]/.test(line), JSON.stringify(line));
      }
    },
  ));
});

const MANY = statusOf([
  ...Array.from({ length: 1999 }, (_, index) => searchOf(`search ${index}`)),
  REFUSED,
]);

Deno.test("statusText() lists the failing ones of thousands of searches, and counts the others", () => {
  const lines = linesOf(MANY);
  equal(lines[0], "leexport runs, 1 of 2,000 searches fails");
  const head = lines.findIndex((line) => line.trimStart().startsWith("search "));
  const table = lines.slice(lines.findIndex((line) => /^ {2}search +state/.test(line)));
  ok(head >= 0);
  ok(table[1]?.startsWith("✗ errors per minute"), table[1]);
  equal(table.length, 1 + 20 + 1);
  equal(table.at(-1), "… and 1,980 more are well (--all)");
  equal(linesOf(MANY, { extent: "all" }).filter((line) => line.startsWith("✓")).length, 1999);
});

Deno.test("statusText() tells once what many searches have in common", () => {
  const troubles = [{ message: "Cannot ask", hint: "wait", since: NOW - 5000, where: undefined }];
  const names = ["a", "b", "c", "d", "e"];
  const lines = linesOf(
    statusOf(names.map((name) => searchOf(name, { health: "failing", troubles }))),
  );
  deepEqual(lines.slice(3, 6), [
    "✗ Cannot ask",
    '  searches "a", "b", "c" and 2 others; for 5 s, since 14:06:06',
    "  hint: wait",
  ]);
});

Deno.test("statusText() tells eight troubles, the worst first, and counts the others", () => {
  const searches = Array.from({ length: 12 }, (_, index) =>
    searchOf(`s${index}`, {
      health: "failing",
      state: index === 11 ? "refused" : "waiting",
      troubles: [{
        message: `Cannot run search "s${index}"`,
        hint: undefined,
        since: NOW - index * 1000,
        where: undefined,
      }],
    }));
  const program = {
    message: "Cannot write the store",
    hint: undefined,
    since: NOW,
    where: undefined,
  };
  const lines = linesOf(statusOf(searches, { troubles: [program] }));
  const told = lines.filter((line) => line.startsWith("✗ Cannot"));
  deepEqual(told.slice(0, 3), [
    "✗ Cannot write the store",
    '✗ Cannot run search "s11"',
    '✗ Cannot run search "s10"',
  ]);
  equal(told.length, 8);
  ok(lines.includes("… and 5 more troubles (--all)"));
});

Deno.test("statusText() shows the oldest of the newest values of several destinations", () => {
  const destinations = [destinationOf(), destinationOf({ ageMs: 7_200_000 })];
  const lines = linesOf(statusOf([searchOf("errors", { destinations })]));
  ok(lines.at(-1)?.includes("2 h 0 min old"), lines.at(-1));
});

const VERDICTS: readonly (readonly [readonly Health[], Partial<Status["program"]>, string])[] = [
  [["ok", "ok"], {}, "leexport runs, 2 searches are well"],
  [["ok"], {}, "leexport runs, 1 search is well"],
  [["failing"], {}, "leexport runs, its search fails"],
  [["failing", "failing"], {}, "leexport runs, all 2 searches fail"],
  [["failing", "failing", "ok"], {}, "leexport runs, 2 of 3 searches fail"],
  [["ok", "paused"], {}, "leexport runs, 1 search is well, 1 search is paused"],
  [["new", "new"], { state: "stopping" }, "leexport is stopping, 2 searches have not run yet"],
  [["ok"], { state: "not running" }, "leexport does not run"],
  [["ok"], {
    health: "failing",
    troubles: [{ message: "Cannot", hint: undefined, since: 0, where: undefined }],
  }, "leexport runs, 1 search is well, but not all is well"],
];

for (const [healths, program, expected] of VERDICTS) {
  Deno.test(`verdict() says: ${expected}`, () => {
    const searches = healths.map((health, index) => searchOf(`s${index}`, { health }));
    equal(verdict(statusOf(searches, program)), expected);
  });
}
