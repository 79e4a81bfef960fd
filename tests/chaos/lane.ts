import type { Window } from "./count_of.ts";
import type { ChaosDestination, LedgerLine } from "./destination.ts";
import type { LaneEvidence, Receipt } from "./verdict.ts";

/** One destination of one search under test. */
export interface Lane {
  /** `search/destination`; also the path of its pushes. */
  readonly name: string;
  readonly search: string;
  readonly statement: string;
  readonly destination: ChaosDestination;
  readonly form: LaneForm;
  readonly onUnknown: "repeat" | "drop";
}

/** A kind of destination: how it is written into a config, and what its bodies say. */
export interface LaneForm {
  /** Name of the section. */
  readonly section: string;
  /** Lines of the config. */
  readonly keys: readonly string[];
  /** What a body says, in the words of `expected`. */
  readonly read: (body: string) => string;
  /** What a body must say of a count in a window. */
  readonly expected: (count: number, window: Window) => string;
}

const METRIC = "chaos.count";

const GECKOBOARD: LaneForm = {
  section: "destination",
  keys: ["service = geckoboard", "widget_type = number_stat", "on_unknown = repeat"],
  read: (body) => String(JSON.parse(body).data.item[0].value),
  expected: String,
};

const GRAPHITE: LaneForm = {
  section: "destination_history",
  keys: ["service = hosted_graphite", `metric_name = ${METRIC}`],
  read: readGraphite,
  expected: (count, { from }) => `${METRIC} ${count} from ${Math.floor(from / 1000)}`,
};

/** Adds the slices up. */
function readGraphite(body: string): string {
  const lines = body.trimEnd().split("\n").map((line) => line.split(" "));
  const names = new Set(lines.map(([name]) => name));
  const sum = lines.reduce((sum, [, value]) => sum + Number(value), 0);
  return `${[...names]} ${sum} from ${lines[0]?.[2]}`;
}

/**
 * Makes a lane to Graphite for each of several searches, and one to Geckoboard for some.
 *
 * @param count How many searches. Of more than one, the last drops what nobody knows the end of, on its way to Graphite.
 * @param options.geckoboards How many push to Geckoboard; default all.
 */
export function makeLanes(
  count: number,
  { geckoboard, graphite, geckoboards = count }: {
    readonly geckoboard: ChaosDestination;
    readonly graphite: ChaosDestination;
    readonly geckoboards?: number;
  },
): readonly Lane[] {
  return Array.from({ length: count }, (_, index) => {
    const search = `search ${index + 1}`;
    const statement = `where(id=${index + 1}) calculate(count)`;
    const onUnknown = count > 1 && index + 1 === count ? "drop" : "repeat";
    const parts = { search, statement };
    const history = makeLane({ ...parts, destination: graphite, form: GRAPHITE, onUnknown });
    if (index >= geckoboards) return [history];
    const widget = { destination: geckoboard, form: GECKOBOARD, onUnknown: "repeat" } as const;
    return [makeLane({ ...parts, ...widget }), history];
  }).flat();
}

function makeLane(parts: Omit<Lane, "name">): Lane {
  return { name: `${parts.search}/${parts.form.section}`, ...parts };
}

/** What is known besides the ledger. */
export interface EvidenceOptions {
  readonly periodMs: number;
  readonly due: Window;
  /** What the API counts in a window. */
  readonly count: (window: Window) => number;
}

/** Gathers what was seen of a lane. */
export function evidenceOf(
  { name, destination, form, onUnknown }: Lane,
  { periodMs, due, count }: EvidenceOptions,
): LaneEvidence {
  return {
    name,
    periodMs,
    onUnknown,
    due,
    closings: destination.closings,
    receipts: destination.ledger.filter((line) => laneNameOf(line) === name)
      .map((line) => receiptOf(line, form)),
    expected: (window) => form.expected(count(window), window),
  };
}

function receiptOf(line: LedgerLine, form: LaneForm): Receipt {
  const { deliveryId, decision, at, body } = line;
  return { window: windowOf(line), deliveryId, said: form.read(body), decision, at };
}

function laneNameOf({ path }: LedgerLine): string {
  return decodeURIComponent(path.slice(1));
}

/** Reads the window out of the delivery id, if it is one of the lane that the path names. */
function windowOf(line: LedgerLine): Window | undefined {
  const name = laneNameOf(line);
  const [, from, to] = /^(\d+)-(\d+)$/.exec(line.deliveryId.slice(name.length + 1)) ?? [];
  if (!line.deliveryId.startsWith(`${name}/`) || from === undefined) return undefined;
  return { from: Number(from), to: Number(to) };
}

/** Up to when lanes have taken windows; looks at each ledger line once, however often it is asked. */
export class LatestTaken {
  readonly #ends = new Map<string, number>();
  readonly #seen = new Map<ChaosDestination, number>();

  /** End of the newest window that a lane has taken, Unix milliseconds; `-Infinity` if there is none. */
  of({ name, destination }: Lane): number {
    const { ledger } = destination;
    for (let index = this.#seen.get(destination) ?? 0; index < ledger.length; index++) {
      const line = ledger[index];
      if (line !== undefined && line.decision.startsWith("accepted")) this.#note(line);
    }
    this.#seen.set(destination, ledger.length);
    return this.#ends.get(name) ?? -Infinity;
  }

  #note(line: LedgerLine): void {
    const name = laneNameOf(line);
    const end = windowOf(line)?.to ?? -Infinity;
    this.#ends.set(name, Math.max(this.#ends.get(name) ?? -Infinity, end));
  }
}
