import type { CatchUp, SearchConfig, WindowKind } from "./config.ts";
import type { IniSection } from "./ini/section.ts";
import { type ReadSection, readSection } from "./read_section.ts";
import { DEFAULT_DELAY_SECONDS, WINDOW_KEYS, windowKeys } from "./schema.ts";
import type { ReadContext } from "./written_value.ts";

/** When a search asks, and about which time. */
export type ReadWindows = Pick<
  SearchConfig,
  | "periodSeconds"
  | "rangeSeconds"
  | "windows"
  | "delaySeconds"
  | "catchUp"
  | "catchUpLimitSeconds"
>;

interface Place {
  /** The search in messages. */
  readonly label: string;
  readonly context: ReadContext;
}

const KINDS: readonly WindowKind[] = ["sliding", "contiguous"];
const CATCH_UPS: readonly CatchUp[] = ["each", "merge", "newest", "skip"];

/**
 * Reads the keys of `[[[query]]]` that are about time, and warns of those that have no effect on its kind of windows.
 *
 * @returns `undefined` if one cannot be read; the problems have been noted.
 */
export function readWindows(section: IniSection, place: Place): ReadWindows | undefined {
  const options = { ...place, references: "literal" } as const;
  const written = readSection(section, { windows: WINDOW_KEYS.windows }, options).text("windows");
  const windows = KINDS.find((kind) => kind === written);
  const { windows: _, ...others } = windowKeys(windows);
  const read = readSection(section, others, options);
  const periodSeconds = read.integer("query_period");
  const rangeSeconds = windows === "contiguous" ? periodSeconds : read.integer("query_range");
  const catchUp = CATCH_UPS.find((one) => one === read.text("catch_up"));
  const catchUpLimitSeconds = read.integer("catch_up_limit");
  if (windows !== undefined) noteWithoutEffect(read, { ...place, windows });
  if (
    windows === undefined || periodSeconds === undefined || rangeSeconds === undefined ||
    catchUp === undefined || catchUpLimitSeconds === undefined
  ) return undefined;
  const delaySeconds = read.integer("delay") ?? DEFAULT_DELAY_SECONDS[windows];
  return { periodSeconds, rangeSeconds, windows, delaySeconds, catchUp, catchUpLimitSeconds };
}

function noteWithoutEffect(
  read: ReadSection,
  { windows, label, context }: Place & { readonly windows: WindowKind },
): void {
  const ignored = windows === "sliding" ? ["catch_up", "catch_up_limit"] : rangeIfOther(read);
  const [why, hint] = windows === "sliding"
    ? ["sliding windows are not caught up", "remove it, or write windows = contiguous"]
    : ["contiguous windows are as long as query_period", "remove it, or write windows = sliding"];
  for (const name of ignored) {
    const from = read.get(name)?.from;
    if (from === undefined) continue;
    context.problems.warn(from, `Cannot use ${name} of ${label}: ${why}, so it is ignored`, hint);
  }
}

/** The same number twice is a habit of older files, and true. */
function rangeIfOther(read: ReadSection): readonly string[] {
  const period = read.integer("query_period");
  return period === undefined || period === read.integer("query_range") ? [] : ["query_range"];
}
