import assert from "node:assert/strict";
import fc from "fast-check";
import { evaluate } from "../../src/leql/evaluate.ts";
import { parseStatement } from "../../src/leql/parser.ts";
import { PreparedStatement } from "../../src/leql/prepared_statement.ts";
import { segmentsOf, tableOf, type TestEvent } from "./table.ts";

const event = fc.record({
  time: fc.integer({ min: 0, max: 1000 }),
  fields: fc.record({
    host: fc.constantFrom("a", "b", "c"),
    n: fc.integer({ min: -5, max: 20 }).map(String),
  }, { requiredKeys: [] }),
});
const events = fc.array(event, { maxLength: 60 });
const window = fc.tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 1, max: 400 }))
  .map(([from, length]) => ({ from, to: from + length }));

interface Asked {
  readonly events: readonly TestEvent[];
  readonly window: { readonly from: number; readonly to: number };
}

const asked: fc.Arbitrary<Asked> = fc.record({ events, window });

function ask(statement: string, { events, window }: Asked) {
  const prepared = new PreparedStatement(parseStatement(statement));
  return evaluate(prepared, segmentsOf({ log: tableOf(events) }, window), window);
}

function seriesOf(statement: string, asked: Asked) {
  const answer = ask(statement, asked);
  assert.ok(answer.shape === "series");
  return answer;
}

function groupsOf(statement: string, asked: Asked) {
  const answer = ask(statement, asked);
  assert.ok(answer.shape === "groups");
  return answer.groups.map(({ path, value }) => ({ label: path.join(), value: value ?? NaN }));
}

const sum = (values: readonly (number | undefined)[]) =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0);

/** The events of the window, with the numbers of `n`; what evaluation has to agree with. */
function inWindow({ events, window: { from, to } }: Asked) {
  return events.filter(({ time }) => from <= time && time < to);
}

const numbersOf = (events: readonly TestEvent[]) =>
  events.flatMap(({ fields }) => fields?.["n"] === undefined ? [] : [Number(fields["n"])]);

const NAIVE: Readonly<Record<string, (numbers: readonly number[]) => number | undefined>> = {
  "count:n": (numbers) => numbers.length,
  "sum:n": (numbers) => numbers.reduce((a, b) => a + b, 0),
  "average:n": (numbers) =>
    numbers.length === 0 ? undefined : numbers.reduce((a, b) => a + b, 0) / numbers.length,
  "min:n": (numbers) => numbers.length === 0 ? undefined : Math.min(...numbers),
  "max:n": (numbers) => numbers.length === 0 ? undefined : Math.max(...numbers),
  "unique:n": (numbers) => new Set(numbers).size,
  "median:n": (numbers) => {
    const sorted = numbers.toSorted((a, b) => a - b);
    if (sorted.length === 0) return undefined;
    const [low, high] = [Math.floor, Math.ceil].map((round) =>
      sorted[round((sorted.length - 1) / 2)]
    );
    return ((low ?? 0) + (high ?? 0)) / 2;
  },
};

for (const [calculation, naive] of Object.entries(NAIVE)) {
  Deno.test(`calculate(${calculation}) agrees with a naive reading, slice by slice`, () => {
    fc.assert(fc.property(asked, fc.integer({ min: 1, max: 12 }), (asked, slices) => {
      const statement = `calculate(${calculation}) timeslice(${slices})`;
      const answer = seriesOf(statement, asked);
      const { from, to } = asked.window;
      const width = Math.max(1, Math.floor((to - from) / slices));
      const close = (a: number | undefined, b: number | undefined) =>
        assert.ok(a === b || Math.abs((a ?? NaN) - (b ?? NaN)) < 1e-9, `${a} is not ${b}`);
      close(answer.total, naive(numbersOf(inWindow(asked))));
      for (const [slice, value] of answer.series.entries()) {
        const end = slice === slices - 1 ? to : Math.min(to, from + (slice + 1) * width);
        const within = { from: from + slice * width, to: end };
        close(value, naive(numbersOf(inWindow({ events: asked.events, window: within }))));
      }
    }));
  });
}

Deno.test("the slices of a count add up to its total, which is the events of the window", () => {
  fc.assert(fc.property(asked, fc.constantFrom("7", "60", "13s", "1s"), (asked, size) => {
    const { total, series } = seriesOf(`calculate(count) timeslice(${size})`, asked);
    assert.equal(sum(series), total);
    assert.equal(total, inWindow(asked).length);
  }));
});

Deno.test("a window cut in two counts what its halves count", () => {
  fc.assert(fc.property(asked, fc.double({ min: 0, max: 1, noNaN: true }), (asked, share) => {
    const { from, to } = asked.window;
    fc.pre(to - from > 1);
    const middle = from + 1 + Math.floor(share * (to - from - 2));
    const count = (window: Asked["window"]) =>
      seriesOf("calculate(count)", { ...asked, window }).total ?? NaN;
    assert.equal(count({ from, to: middle }) + count({ from: middle, to }), count(asked.window));
  }));
});

Deno.test("groups add up to the events that have the key", () => {
  fc.assert(fc.property(asked, (asked) => {
    const withHost = inWindow(asked).filter(({ fields }) => fields?.["host"] !== undefined);
    assert.equal(sum(groupsOf("groupby(host)", asked).map(({ value }) => value)), withHost.length);
    const pairs = groupsOf("groupby(host, n) limit(1000)", asked);
    const withBoth = withHost.filter(({ fields }) => fields?.["n"] !== undefined);
    assert.equal(sum(pairs.map(({ value }) => value)), withBoth.length);
  }));
});

Deno.test("a condition and its contrary share out the events", () => {
  const conditions = [
    "n>3",
    "host=a",
    "n IN [1, 2]",
    "host=a AND n<5",
    "b",
    "/host=[ab]/",
    "n=null",
  ];
  fc.assert(fc.property(asked, fc.constantFrom(...conditions), (asked, condition) => {
    const count = (where: string) =>
      seriesOf(`where(${where}) calculate(count)`, asked).total ?? NaN;
    assert.equal(count(condition) + count(`NOT (${condition})`), inWindow(asked).length);
  }));
});

Deno.test("groups are shown the largest first; limit takes the first, having those it holds for", () => {
  fc.assert(fc.property(asked, fc.integer({ min: 1, max: 4 }), (asked, n) => {
    const all = groupsOf("groupby(host) calculate(sum:n)", asked);
    const values = all.map(({ value }) => value);
    assert.deepEqual(values, values.toSorted((a, b) => b - a));
    assert.deepEqual(
      groupsOf(`groupby(host) calculate(sum:n) limit(${n})`, asked),
      all.slice(0, n),
    );
    assert.deepEqual(
      groupsOf(`groupby(host) calculate(sum:n) having(sum:n > ${n})`, asked),
      all.filter(({ value }) => value > n),
    );
    assert.deepEqual(
      groupsOf("groupby(host) sort(asc#key)", asked).map(({ label }) => label),
      groupsOf("groupby(host)", asked).map(({ label }) => label).toSorted(),
    );
  }));
});

Deno.test("the series of a group adds up to its total", () => {
  fc.assert(fc.property(asked, (asked) => {
    const answer = ask("groupby(host, n) timeslice(7)", asked);
    assert.ok(answer.shape === "groups");
    for (const node of answer.tree.flatMap((node) => [node, ...node.children])) {
      assert.equal(sum(node.series), node.total);
    }
  }));
});
