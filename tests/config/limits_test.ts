import assert from "node:assert/strict";
import fc from "fast-check";
import { Pace } from "../../src/config/pace.ts";
import { catalogOf, SERVICES } from "./catalog.ts";
import { LE, readText, searchText } from "./read_text.ts";

const LONGEST = 12;
/** A multiple of every number up to {@linkcode LONGEST}. */
const ROUND = 27_720;

/** Periods whose runs in a second are 3, but 3.0000000000000004 as a sum of fractions. */
const INEXACT = [1, 3, 3, 3, 3, 3, 6, 6];

interface Many {
  readonly count: number;
  readonly period: number;
  readonly destination?: string;
  readonly lines?: string;
  /** Whether each search has a statement of its own. */
  readonly questions?: "different" | "same";
}

/** Searches of one kind, each named after its period and number. */
function many(
  { count, period, destination = "service = dummy", lines = "", questions = "different" }: Many,
): string {
  return Array.from({ length: count }, (_, index) =>
    searchText(destination, {
      name: `search ${index} of ${period} ${lines.trim()}`,
      statement: questions === "same" ? "calculate(count)" : `calculate(sum:v${index})`,
    }).replace("query_period = 60", `query_period = ${period}\n${lines}`)).join("");
}

function fileOf(searches: string, le = ""): string {
  return `${LE}${le}[Searches]\n${searches}`;
}

function hint(queries: number): string {
  return "\n  hint: raise query_period, share the searches out among files with keys of their own, " +
    `or write rate_limit = ${queries} in [LE] if the account allows as many`;
}

const OFTEN = "warning: Cannot ask this often:";

const ASKED: readonly (readonly [what: string, text: string, shown: readonly string[]])[] = [
  ["more queries than the usual limit", fileOf(many({ count: 40, period: 10 })), [
    `config.ini:3:1: ${OFTEN} 40 searches every 10 s are 3,600 queries per 15 minutes; ` +
    `the usual limit is 1,500${hint(3600)}`,
  ]],
  ["as many as the usual limit", fileOf(many({ count: 100, period: 60 })), []],
  ["one search more than that", fileOf(many({ count: 101, period: 60 })), [
    `config.ini:3:1: ${OFTEN} 101 searches every 60 s are 1,515 queries per 15 minutes; ` +
    `the usual limit is 1,500${hint(1515)}`,
  ]],
  [
    "searches of several periods",
    fileOf(many({ count: 20, period: 10 }) + many({ count: 1, period: 7 })),
    [
      `config.ini:3:1: ${OFTEN} 21 searches ask 1,929 queries per 15 minutes; ` +
      `the usual limit is 1,500${hint(1929)}`,
    ],
  ],
  [
    "as many as the account allows",
    fileOf(many({ count: 40, period: 10 }), "rate_limit = 3600\n"),
    [],
  ],
  [
    "more than the account allows",
    fileOf(many({ count: 1, period: 1 }), "rate_limit = 100\n"),
    [
      `config.ini:4:1: ${OFTEN} 1 search every 1 s is 900 queries per 15 minutes; ` +
      `rate_limit is 100${hint(900)}`,
    ],
  ],
  [
    "the same question many times",
    fileOf(many({ count: 40, period: 10, questions: "same" })),
    [],
  ],
  [
    "the same question with two delays",
    fileOf(
      many({ count: 1, period: 1 }) +
        many({ count: 1, period: 1, lines: "delay = 5\n" }),
    ),
    [
      `config.ini:3:1: ${OFTEN} 2 searches every 1 s are 1,800 queries per 15 minutes; ` +
      `the usual limit is 1,500${hint(1800)}`,
    ],
  ],
];

for (const [what, text, shown] of ASKED) {
  Deno.test(`a config that asks ${what} is ${shown.length > 0 ? "warned of" : "let be"}`, async () => {
    const read = await readText(text);
    assert.deepEqual(read.shown, shown);
    assert.ok(read.config);
  });
}

Deno.test("a config whose API key is missing is not measured by a limit that may be another", async () => {
  const { shown } = await readText(
    fileOf(many({ count: 40, period: 10 })).replace("x_api_key = le-key", "rate_limit = 3600"),
  );
  assert.equal(shown.length, 1);
});

const MINE = "service = mine\npush_url = https://mine.example/";
const mine = SERVICES.find(({ name }) => name === "mine")!;
const SLOW = [...SERVICES.filter(({ name }) => name !== "mine"), {
  ...mine,
  pushLimit: { pushes: 12_000, seconds: 3600 },
}];
const SLOWER = [{ ...mine, pushLimit: { pushes: 20, seconds: 60 } }];
const PUSH_HINT = "\n  hint: raise query_period of the searches, or take out destinations";
const TOO_MANY = many({ count: 30, period: 6, destination: MINE, questions: "same" });

const PUSHED: readonly (readonly [
  what: string,
  text: string,
  services: typeof SERVICES,
  shown: readonly string[],
])[] = [
  ["more than its service takes", fileOf(TOO_MANY), SLOW, [
    "config.ini:3:1: warning: Cannot push this often: 30 destinations push 18,000 times in 3600 s; " +
    `mine takes 12,000${PUSH_HINT}`,
  ]],
  [
    "more than its service takes, at the service's section",
    fileOf(TOO_MANY, "[Services]\n[[mine]]\n"),
    SLOW,
    [
      "config.ini:4:1: warning: Cannot push this often: " +
      `30 destinations push 18,000 times in 3600 s; mine takes 12,000${PUSH_HINT}`,
    ],
  ],
  [
    "as much as its service takes",
    fileOf(many({ count: 20, period: 6, destination: MINE, questions: "same" })),
    SLOW,
    [],
  ],
  ["to a service whose limit nobody knows", fileOf(TOO_MANY), SERVICES, []],
  [
    "from one destination too often",
    fileOf(many({ count: 1, period: 2, destination: MINE })),
    SLOWER,
    [
      "config.ini:3:1: warning: Cannot push this often: 1 destination pushes 30 times in 60 s; " +
      `mine takes 20${PUSH_HINT}`,
    ],
  ],
];

for (const [what, text, services, shown] of PUSHED) {
  Deno.test(`a config that pushes ${what} is ${shown.length > 0 ? "warned of" : "let be"}`, async () => {
    const read = await readText(text, { catalog: catalogOf({ services }) });
    assert.deepEqual(read.shown, shown);
    assert.ok(read.config);
  });
}

Deno.test("a pace counts as exactly as whole numbers do, and rounds up", () => {
  const periods = fc.array(fc.integer({ min: 1, max: LONGEST }), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(periods, fc.integer({ min: 1, max: 3600 }), (periods, seconds) => {
      const pace = new Pace();
      periods.forEach((period) => pace.add(period));
      const parts = periods.reduce((sum, period) => sum + seconds * (ROUND / period), 0);
      const rest = parts % ROUND;
      assert.equal(pace.timesIn(seconds), (parts - rest) / ROUND + (rest > 0 ? 1 : 0));
      assert.equal(pace.size, periods.length);
      assert.equal(pace.periodSeconds, new Set(periods).size === 1 ? periods[0] : undefined);
    }),
    { examples: [[INEXACT, 1]] },
  );
});
