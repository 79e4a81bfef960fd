/**
 * The answer of a finished statistics query, as services see it.
 *
 * @module
 */

/** One stretch of a series. */
export interface Slice {
  /** Start of the slice, Unix milliseconds. */
  readonly start: number;
  /** `undefined` where the function has no value because nothing matched (an average of nothing). */
  readonly value: number | undefined;
  /**
   * The number in decimal, whole numbers as the API wrote them: `38` for `38`, `38.0` for `38.0`; `undefined` where there
   * is no value.
   */
  readonly text: string | undefined;
}

/** One group of a `groupby`. */
export interface Group {
  /** The group as the API writes it: `web-1`, or `[web-1,500]` for several keys. */
  readonly label: string;
  readonly value: number | undefined;
  /** As {@linkcode Slice.text}. */
  readonly text: string | undefined;
}

/** The values of one group over time. */
export interface GroupSeries {
  /** One value for each key of the `groupby`, in its order. */
  readonly path: readonly string[];
  readonly slices: readonly Slice[];
}

/** What {@linkcode readQueryResponse} makes of the API's JSON. */
export interface QueryResponse {
  /** Name of the function: `count`, `average`, `percentile`, … */
  readonly function: string;
  /** The window, Unix milliseconds, `[from, to)`. */
  readonly from: number;
  readonly to: number;
  /** Values over time; empty if the answer has groups or nothing. */
  readonly series: readonly Slice[];
  /** One value for each group, in the API's order; empty if the answer has no groups. */
  readonly groups: readonly Group[];
  /** Every innermost group over time; empty if the answer has none. */
  readonly groupSeries: readonly GroupSeries[];
  /** The value over the whole window of an answer without groups. */
  readonly total: number | undefined;
  /** {@linkcode QueryResponse.total}, as {@linkcode Slice.text}. */
  readonly totalText: string | undefined;
}

/**
 * Reads the body of a finished statistics query, in the form of 2016 and in today's.
 *
 * @param text The API's JSON, as received.
 * @returns The answer; its members are computed when first asked for.
 * @throws {SyntaxError} If the text is not JSON.
 * @throws {TypeError} If it holds no finished `statistics`, or does not say when its window begins and ends.
 * @see leexportpy `queryresponse.py`, which takes the first member of every object; here the function decides
 */
export function readQueryResponse(text: string): QueryResponse {
  const answer = parseJson(text);
  const statistics = memberOf(answer, "statistics");
  if (!isRecord(statistics)) {
    throw new TypeError("Cannot read the answer: it holds no statistics");
  }
  const status = numberOf(statistics["status"])?.value ?? 0;
  if (status >= 400) {
    throw new TypeError(`Cannot read the answer: its statistics ended with status ${status}`);
  }
  return new StatisticsAnswer(statistics, memberOf(answer, "leql"));
}

type Json = Readonly<Record<string, unknown>>;

/** A number whose text says more than its value: `38.0`. */
class WrittenNumber {
  readonly value: number;
  readonly text: string;

  constructor(value: number, text: string) {
    this.value = value;
    this.text = text;
  }
}

type Reading = { readonly value: number; readonly text: string };

const NO_VALUE = { value: undefined, text: undefined } as const;
const ZERO: Reading = { value: 0, text: "0" };
/** What these say about nothing is 0; the others have nothing to say. */
const ADDITIVE = new Set(["count", "bytes", "sum", "unique"]);
/** A nested answer has one level for each key of the `groupby`; the API takes five. */
const DEEPEST_NESTING = 16;
/**
 * Finds numbers that JavaScript would write in another way. It may also find a text that looks like one, which costs a
 * slower reading and nothing else.
 */
const REWRITTEN_REGEXP =
  /(?:\.\d*0|\d[eE][+-]?\d+|0\.0000\d*|-0|(?<![\d.])[\d.]{16,})[ \t\r\n]*[,}\]]/;
const CALCULATE_REGEXP = /\bcalculate\s*\(\s*([a-z]+)/gi;

class StatisticsAnswer implements QueryResponse {
  readonly from: number;
  readonly to: number;
  readonly function: string;
  readonly #statistics: Json;
  #series: readonly Slice[] | undefined;
  #groups: readonly Group[] | undefined;
  #groupSeries: readonly GroupSeries[] | undefined;
  #total: Reading | typeof NO_VALUE | undefined;

  constructor(statistics: Json, leql: unknown) {
    const during = memberOf(leql, "during");
    this.#statistics = statistics;
    this.from = instantOf(statistics["from"] ?? memberOf(during, "from"));
    this.to = instantOf(statistics["to"] ?? memberOf(during, "to"));
    this.function = functionOf(statistics, memberOf(leql, "statement"));
  }

  get series(): readonly Slice[] {
    return this.#series ??= this.#slicesOf(seriesOf(this.#statistics));
  }

  get groups(): readonly Group[] {
    return this.#groups ??= entriesOf(this.#statistics["groups"])
      .map(([label, values]) => ({ label, ...readValue(values, this.function) }));
  }

  get groupSeries(): readonly GroupSeries[] {
    return this.#groupSeries ??= leavesOf(nestedOf(this.#statistics), [])
      .map(({ path, series }) => ({ path, slices: this.#slicesOf(series) }));
  }

  get total(): number | undefined {
    return (this.#total ??= this.#readTotal()).value;
  }

  get totalText(): string | undefined {
    return (this.#total ??= this.#readTotal()).text;
  }

  #readTotal(): Reading | typeof NO_VALUE {
    if (entriesOf(this.#statistics["groups"]).length > 0) return NO_VALUE;
    const [overall] = entriesOf(this.#statistics["stats"]);
    if (overall === undefined && seriesOf(this.#statistics).length === 0) return NO_VALUE;
    const values = overall?.[1];
    const count = this.function === "count" ? numberOf(this.#statistics["count"]) : undefined;
    if (isEmpty(values) && count !== undefined) return count;
    return overall === undefined ? NO_VALUE : readValue(values, this.function);
  }

  #slicesOf(series: readonly unknown[]): Slice[] {
    const written = numberOf(this.#statistics["granularity"])?.value ?? 0;
    const granularity = written > 0 ? written : (this.to - this.from) / series.length;
    return series.map((values, index) => ({
      start: Math.floor(this.from + index * granularity),
      ...readValue(values, this.function),
    }));
  }
}

function parseJson(text: string): unknown {
  if (!REWRITTEN_REGEXP.test(text)) return JSON.parse(text);
  return JSON.parse(
    text,
    (_key: string, value: unknown, context?: { readonly source?: string }) => {
      if (typeof value !== "number") return value;
      const written = decimalText(value, context?.source ?? String(value));
      return written === String(value) ? value : new WrittenNumber(value, written);
    },
  );
}

/** A number as Python prints it, and with it leexportpy: `38` stays, `38.0` and `3.8E1` are `38.0`. */
function decimalText(value: number, source: string): string {
  if (/^-?\d+$/.test(source)) return source === "-0" ? "0" : source;
  if (Object.is(value, -0)) return "-0.0";
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-4 && size < 1e16)) {
    return Number.isInteger(value) ? `${value}.0` : String(value);
  }
  return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
}

function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
    !(value instanceof WrittenNumber);
}

function memberOf(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function numberOf(value: unknown): Reading | undefined {
  if (value instanceof WrittenNumber) return value;
  return typeof value === "number" ? { value, text: String(value) } : undefined;
}

function instantOf(value: unknown): number {
  const instant = numberOf(value)?.value ?? NaN;
  if (Number.isNaN(new Date(instant).getTime())) {
    throw new TypeError("Cannot read the answer: it does not say when its window begins and ends");
  }
  return Math.floor(instant);
}

/** The API writes ordered pairs as `[{"name": value}, …]`; one object that holds them all is understood too. */
function entriesOf(value: unknown): [string, unknown][] {
  if (Array.isArray(value)) return value.filter(isRecord).flatMap((item) => Object.entries(item));
  return isRecord(value) ? Object.entries(value) : [];
}

function seriesOf(statistics: Json): readonly unknown[] {
  const series = entriesOf(statistics["timeseries"])[0]?.[1];
  return Array.isArray(series) ? series : [];
}

function isEmpty(values: unknown): boolean {
  return values === undefined || values === null ||
    (isRecord(values) && Object.keys(values).length === 0);
}

/** The value of a function in `{"count": 4}`; with several functions side by side, that of the one asked for. */
function readValue(values: unknown, name: string): Reading | typeof NO_VALUE {
  const found = isRecord(values) ? pickFunction(values, name) : values;
  if (found === undefined || found === null) return ADDITIVE.has(name) ? ZERO : NO_VALUE;
  const number = numberOf(found);
  return number === undefined ? NO_VALUE : { value: number.value, text: number.text };
}

function pickFunction(values: Json, name: string): unknown {
  if (Object.hasOwn(values, name)) return values[name];
  const names = Object.keys(values);
  const percentile = name === "percentile" && names.find((member) => member.startsWith(name));
  const picked = percentile || names[0];
  return picked === undefined ? undefined : values[picked];
}

/** The answers of 2016 do not say which function they hold: their statement does, or their only member. */
function functionOf(statistics: Json, statement: unknown): string {
  const type = statistics["type"];
  if (typeof type === "string" && type !== "") return longName(type);
  const called = typeof statement === "string" ? [...statement.matchAll(CALCULATE_REGEXP)] : [];
  const name = called.at(-1)?.[1];
  if (name !== undefined) return longName(name);
  const first = seriesOf(statistics)[0] ?? entriesOf(statistics["groups"])[0]?.[1];
  const [only, ...others] = isRecord(first) ? Object.keys(first) : [];
  return only === undefined || others.length > 0 ? "count" : longName(only);
}

function longName(name: string): string {
  const lower = name.toLowerCase();
  if (lower === "sd") return "standarddeviation";
  return /^(?:percentile|pctl)/.test(lower) ? "percentile" : lower;
}

interface Leaf {
  readonly path: readonly string[];
  readonly series: readonly unknown[];
}

/** Follows a nested answer to its innermost groups. */
function leavesOf(nested: unknown, path: readonly string[]): Leaf[] {
  if (path.length > DEEPEST_NESTING) return [];
  return entriesOf(nested).flatMap(([name, node]) => {
    const here = [...path, name];
    const group = Array.isArray(node) && node.length === 1 && isNode(node[0]) ? node[0] : node;
    const inner = leavesOf(nestedOf(group), here);
    if (inner.length > 0) return inner;
    const series = Array.isArray(group) ? group : memberOf(group, "series");
    return Array.isArray(series) ? [{ path: here, series }] : [];
  });
}

function isNode(value: unknown): boolean {
  return memberOf(value, "series") !== undefined || nestedOf(value) !== undefined;
}

/** The vendor's documents spell the recursive member in three ways. */
function nestedOf(group: unknown): unknown {
  return memberOf(group, "groups_timeseries") ?? memberOf(group, "groups-timeseries") ??
    memberOf(group, "group_timeseries");
}
