import assert from "node:assert/strict";
import { fileText, readText, SLIDING } from "./read_text.ts";

const FILE = fileText("service = dummy");

/** The good file with other lines about time; they begin in line 8. */
function withLines(...lines: readonly string[]): string {
  return FILE.replace(
    "      query_period = 60\n      query_range = 3600\n",
    lines.map((line) => `      ${line}\n`).join(""),
  );
}

const [PERIOD, RANGE] = ["query_period = 300", "query_range = 600"];
const CONTIGUOUS = "windows = contiguous";
const LONG = { periodSeconds: 300, rangeSeconds: 600, ...SLIDING };
const SHORT = {
  ...LONG,
  rangeSeconds: 300,
  windows: "contiguous",
  delaySeconds: 60,
} as const;

const READ: readonly (readonly [what: string, lines: readonly string[], windows: unknown])[] = [
  ["sliding unless it says otherwise", [PERIOD, RANGE], LONG],
  ["sliding if it says so", ["windows = sliding", PERIOD, RANGE], LONG],
  ["sliding with a delay", [PERIOD, RANGE, "delay = 86400"], { ...LONG, delaySeconds: 86_400 }],
  ["contiguous, each as long as the period", [CONTIGUOUS, PERIOD], SHORT],
  ["contiguous with the period twice", [CONTIGUOUS, PERIOD, "query_range = 300"], SHORT],
  ["contiguous without a delay", [CONTIGUOUS, PERIOD, "delay = 0"], { ...SHORT, delaySeconds: 0 }],
  ...(["each", "merge", "newest", "skip"] as const).map((catchUp) =>
    [
      `contiguous, and of those it missed ${catchUp}`,
      [CONTIGUOUS, PERIOD, `catch_up = ${catchUp}`, "catch_up_limit = 0"],
      { ...SHORT, catchUp, catchUpLimitSeconds: 0 },
    ] as const
  ),
];

for (const [what, lines, windows] of READ) {
  Deno.test(`the windows of a search are ${what}`, async () => {
    const { config, shown } = await readText(withLines(...lines));
    assert.deepEqual(shown, []);
    const { periodSeconds, rangeSeconds, ...rest } = config!.searches[0]!;
    const { windows: kind, delaySeconds, catchUp, catchUpLimitSeconds } = rest;
    const read = { periodSeconds, rangeSeconds, delaySeconds, catchUp, catchUpLimitSeconds };
    assert.deepEqual({ ...read, windows: kind }, windows);
  });
}

const IGNORED: readonly (readonly [what: string, lines: readonly string[], shown: string[]])[] = [
  ["query_range of contiguous windows", [CONTIGUOUS, PERIOD, RANGE], [
    'config.ini:10:7: warning: Cannot use query_range of search "errors": ' +
    "contiguous windows are as long as query_period, so it is ignored\n" +
    "  hint: remove it, or write windows = sliding",
  ]],
  [
    "catch_up and catch_up_limit of sliding windows",
    [PERIOD, RANGE, "catch_up = each", "catch_up_limit = 5"],
    [
      'config.ini:10:7: warning: Cannot use catch_up of search "errors": ' +
      "sliding windows are not caught up, so it is ignored\n" +
      "  hint: remove it, or write windows = contiguous",
      'config.ini:11:7: warning: Cannot use catch_up_limit of search "errors": ' +
      "sliding windows are not caught up, so it is ignored\n" +
      "  hint: remove it, or write windows = contiguous",
    ],
  ],
];

for (const [what, lines, expected] of IGNORED) {
  Deno.test(`${what} are read, with a warning that they have no effect`, async () => {
    const { config, shown } = await readText(withLines(...lines));
    assert.deepEqual(shown, expected);
    const { rangeSeconds, periodSeconds } = config!.searches[0]!;
    assert.equal(rangeSeconds, lines.includes(CONTIGUOUS) ? periodSeconds : 600);
  });
}

const REFUSED: readonly (readonly [what: string, lines: readonly string[], shown: string])[] = [
  [
    "sliding windows without query_range",
    ["windows = sliding", PERIOD],
    'config.ini:5:5: Cannot use search "errors": query_range is missing\n' +
    "  hint: add query_range = …: Seconds before a run that it asks about; " +
    "only contiguous windows do without",
  ],
  [
    "contiguous windows without query_period",
    [CONTIGUOUS, RANGE],
    'config.ini:5:5: Cannot use search "errors": query_period is missing\n' +
    "  hint: add query_period = …: Seconds between two runs",
  ],
  [
    "an unknown kind of windows, and nothing that would follow from it",
    ["windows = contigous", PERIOD, "catch_up = skip"],
    'config.ini:8:17: Cannot read windows of search "errors": ' +
    '"contigous" is not sliding or contiguous\n  hint: did you mean "contiguous"?',
  ],
  [
    "an unknown way to catch up",
    [CONTIGUOUS, PERIOD, "catch_up = all"],
    'config.ini:10:18: Cannot read catch_up of search "errors": ' +
    '"all" is not each, merge, newest or skip\n  hint: write each, merge, newest or skip',
  ],
  [
    "a delay of more than a day",
    [CONTIGUOUS, PERIOD, "delay = 86401"],
    'config.ini:10:15: Cannot read delay of search "errors": "86401" is above 86400\n' +
    "  hint: write a whole number from 0 to 86400: Seconds from the end of a window to its run, " +
    "for events that come late; left out, 0 for sliding windows and 60 for contiguous ones",
  ],
];

for (const [what, lines, expected] of REFUSED) {
  Deno.test(`a search is refused for ${what}`, async () => {
    const { config, shown } = await readText(withLines(...lines));
    assert.deepEqual(shown, [expected]);
    assert.equal(config, undefined);
  });
}
