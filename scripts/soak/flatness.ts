/** One look at a running program. */
export interface Sample {
  /** Milliseconds since the start. */
  readonly atMs: number;
  readonly rssMib: number;
  readonly openFiles: number;
  readonly storeMib: number;
  /** Windows that have been delivered so far. */
  readonly windows: number;
}

/** What is watched. */
export type Measure = "rssMib" | "openFiles" | "storeMib";

/** How a measure went. */
export interface Course {
  readonly measure: Measure;
  /** Medians of the four quarters of the time. */
  readonly quarters: readonly number[];
  /** Whether it has not grown from the second quarter, when all is warm, to the last one; the store but for its ledger. */
  readonly isFlat: boolean;
}

/** What a median may move by without meaning anything: a share, and an amount for what is small. */
const LEEWAY: Readonly<Record<Measure, { readonly share: number; readonly amount: number }>> = {
  rssMib: { share: 0.1, amount: 8 },
  openFiles: { share: 0.1, amount: 8 },
  storeMib: { share: 0, amount: 0.5 },
};
/** What the ledger may take for each window: it keeps a line of it for days. */
const LEDGER_LINE_MIB = 150 / 2 ** 20;

/**
 * Compares the quarters of a run.
 *
 * @param samples At least one in each quarter of their time.
 */
export function coursesOf(samples: readonly Sample[]): Course[] {
  const measures: readonly Measure[] = ["rssMib", "openFiles", "storeMib"];
  const lastMs = samples.at(-1)?.atMs ?? 0;
  const quarterOf = ({ atMs }: Sample) => Math.min(3, Math.floor(4 * atMs / (lastMs + 1)));
  const quartersOf = (measure: keyof Sample) =>
    [0, 1, 2, 3].map((quarter) =>
      median(samples.filter((sample) => quarterOf(sample) === quarter).map((s) => s[measure]))
    );
  const [, secondWindows = NaN, , lastWindows = NaN] = quartersOf("windows");
  const ledgerMib = LEDGER_LINE_MIB * (lastWindows - secondWindows);
  return measures.map((measure) => {
    const quarters = quartersOf(measure);
    const [, second = NaN, , last = NaN] = quarters;
    const { share, amount } = LEEWAY[measure];
    const due = measure === "storeMib" ? ledgerMib : 0;
    return { measure, quarters, isFlat: last <= second * (1 + share) + amount + due };
  });
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [low = NaN, high = NaN] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  return (low + high) / 2;
}
