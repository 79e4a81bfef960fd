/**
 * Judges what a program has delivered by what its surroundings saw: the ledgers of the destinations, the questions that
 * the API was asked, and when the program was killed. Nothing that the program says of itself counts.
 *
 * @module
 */
import type { Window } from "./count_of.ts";
import type { Decision } from "./destination.ts";

/** One push as the destination saw it. */
export interface Receipt {
  /** `undefined` if the delivery id names none, or another lane. */
  readonly window: Window | undefined;
  /** The header as it came. */
  readonly deliveryId: string;
  /** The values in its body, in words that {@linkcode LaneEvidence.expected} uses too. */
  readonly said: string;
  readonly decision: Decision;
  /** Milliseconds on the same clock as {@linkcode Kill}. */
  readonly at: number;
}

/** All that is known about one destination of one search. */
export interface LaneEvidence {
  /** `search/destination` */
  readonly name: string;
  readonly periodMs: number;
  /** What the program is to do with a push whose end it cannot know. */
  readonly onUnknown: "repeat" | "drop";
  /** From the beginning of the first window that was asked about to the end of the last one that must have come. */
  readonly due: Window;
  /** When the destination cut connections whose requests it had not read; as {@linkcode Receipt.at}. */
  readonly closings: readonly number[];
  /** In the order of arrival. */
  readonly receipts: readonly Receipt[];
  readonly expected: (window: Window) => string;
}

/** One killing of the program. */
export interface Kill {
  readonly at: number;
  /** When its next life was started: what comes later is not from the killed one any more. */
  readonly restartedAt: number;
}

/** Something that must not be. */
export interface Finding {
  readonly kind: "hole" | "order" | "repeat" | "value" | "identity" | "shape";
  readonly lane: string;
  readonly message: string;
}

/** What was found, and what was counted on the way. */
export interface Verdict {
  readonly findings: readonly Finding[];
  /** Windows that must have come, over all lanes. */
  readonly windows: number;
  /** Of them, those that came. */
  readonly accepted: number;
  /** Pushes of a window that its destination had taken before: because of a kill, because of an outcome that nobody knew. */
  readonly repeatsByKill: number;
  readonly repeatsByUnknown: number;
  /** Windows that are missing as `on_unknown = drop` has it. */
  readonly droppedUnknown: number;
}

/** What a judge goes by. */
export interface JudgeOptions {
  readonly kills: readonly Kill[];
  /** A program killed longer than this after a window was taken must know of it in its next life, milliseconds. */
  readonly settleMs: number;
}

/** Judges lanes. */
export function judge(lanes: readonly LaneEvidence[], options: JudgeOptions): Verdict {
  const verdicts = lanes.map((lane) => new LaneJudge(lane, options).judge());
  const sum = (value: (verdict: Verdict) => number) =>
    verdicts.reduce((total, verdict) => total + value(verdict), 0);
  return {
    findings: verdicts.flatMap(({ findings }) => findings),
    windows: sum(({ windows }) => windows),
    accepted: sum(({ accepted }) => accepted),
    repeatsByKill: sum(({ repeatsByKill }) => repeatsByKill),
    repeatsByUnknown: sum(({ repeatsByUnknown }) => repeatsByUnknown),
    droppedUnknown: sum(({ droppedUnknown }) => droppedUnknown),
  };
}

type Named = Receipt & { readonly window: Window };

class LaneJudge {
  readonly #lane: LaneEvidence;
  readonly #options: JudgeOptions;
  readonly #findings: Finding[] = [];
  #repeatsByKill = 0;
  #repeatsByUnknown = 0;
  #droppedUnknown = 0;

  constructor(lane: LaneEvidence, options: JudgeOptions) {
    this.#lane = lane;
    this.#options = options;
  }

  judge(): Verdict {
    const receipts = this.#lane.receipts.filter((receipt) => this.#isNamed(receipt));
    const first = this.#firstAcceptances(receipts);
    this.#judgeOrder(first);
    this.#judgeHoles(receipts);
    const { from, to } = this.#lane.due;
    return {
      findings: this.#findings,
      windows: (to - from) / this.#lane.periodMs,
      accepted: first.filter(({ window }) => window.from >= from && window.to <= to).length,
      repeatsByKill: this.#repeatsByKill,
      repeatsByUnknown: this.#repeatsByUnknown,
      droppedUnknown: this.#droppedUnknown,
    };
  }

  #find(kind: Finding["kind"], message: string): void {
    this.#findings.push({ kind, lane: this.#lane.name, message });
  }

  /** Judges a push by itself: whose it is, of which window, with which values. */
  #isNamed(receipt: Receipt): receipt is Named {
    const { window, deliveryId, said } = receipt;
    const { periodMs, expected } = this.#lane;
    if (window === undefined) {
      this.#find("identity", `a push has the delivery id "${deliveryId}"`);
      return false;
    }
    if (window.from % periodMs !== 0 || window.to - window.from !== periodMs) {
      this.#find("shape", `${shown(window)} is not a window of ${periodMs} ms`);
      return false;
    }
    if (said !== expected(window)) {
      this.#find("value", `${shown(window)} says ${said} instead of ${expected(window)}`);
    }
    return true;
  }

  #firstAcceptances(receipts: readonly Named[]): readonly Named[] {
    const latest = new Map<number, number>();
    const first: Named[] = [];
    receipts.forEach((receipt, index) => {
      if (!isAccepted(receipt)) return;
      const before = latest.get(receipt.window.from);
      if (before === undefined) first.push(receipt);
      else this.#judgeRepeat(receipts.slice(before, index + 1));
      latest.set(receipt.window.from, index);
    });
    return first;
  }

  /** @param pushes From the acceptance to the one that repeats it. */
  #judgeRepeat(pushes: readonly Named[]): void {
    const [before, again] = [pushes[0], pushes.at(-1)];
    if (before === undefined || again === undefined) return;
    const isNext = pushes.every(({ window }) => window.from === again.window.from);
    const { onUnknown } = this.#lane;
    if (isNext && onUnknown === "repeat") {
      if (before.decision === "accepted unheard") return void this.#repeatsByUnknown++;
      if (this.#isKilledBetween(before, again)) return void this.#repeatsByKill++;
    }
    const later = isNext ? "" : ", after other windows";
    const ms = Math.round(again.at - before.at);
    this.#find(
      "repeat",
      `${
        shown(again.window)
      } (${before.decision}) was pushed again after ${ms} ms without a reason${later}`,
    );
  }

  #isKilledBetween(before: Receipt, again: Receipt): boolean {
    return this.#options.kills.some(({ at, restartedAt }) =>
      at - before.at <= this.#options.settleMs && before.at < restartedAt && again.at > restartedAt
    );
  }

  #judgeOrder(first: readonly Named[]): void {
    let newest = -Infinity;
    for (const { window } of first) {
      if (window.from < newest) this.#find("order", `${shown(window)} came after a later one`);
      newest = Math.max(newest, window.from);
    }
  }

  #judgeHoles(receipts: readonly Named[]): void {
    const { due, periodMs } = this.#lane;
    const accepted = receipts.filter(isAccepted);
    const came = new Set(accepted.map(({ window }) => window.from));
    const newest = accepted.reduce((to, { window }) => Math.max(to, window.to), due.to);
    const neighbours = new Neighbours(receipts);
    for (let from = due.from; from < newest; from += periodMs) {
      if (came.has(from)) continue;
      if (this.#isDropped(from, neighbours)) this.#droppedUnknown++;
      else this.#find("hole", `${shown({ from, to: from + periodMs })} never came`);
    }
  }

  /** Whether the program could not know what became of the one push of a window, or of its beginning. */
  #isDropped(from: number, neighbours: Neighbours): boolean {
    if (this.#lane.onUnknown === "repeat") return false;
    if (neighbours.of(from).some(({ decision }) => decision === "lost")) return true;
    const { after, before } = neighbours.around(from);
    if (this.#lane.closings.some((at) => at >= after && at <= before)) return true;
    return this.#options.kills.some(({ at, restartedAt }) => restartedAt >= after && at <= before);
  }
}

/** The pushes of a lane by their windows. */
class Neighbours {
  readonly #receipts: readonly Named[];
  readonly #byWindow: ReadonlyMap<number, readonly Named[]>;

  constructor(receipts: readonly Named[]) {
    this.#receipts = receipts;
    this.#byWindow = Map.groupBy(receipts, ({ window }) => window.from);
  }

  of(from: number): readonly Named[] {
    return this.#byWindow.get(from) ?? [];
  }

  /** Between which instants a window must have been pushed: after the last push of earlier ones, before later ones. */
  around(from: number): { readonly after: number; readonly before: number } {
    const after = this.#receipts.findLast(({ window }) => window.from < from)?.at ?? -Infinity;
    const before = this.#receipts.find(({ window }) => window.from > from)?.at ?? Infinity;
    return { after, before };
  }
}

function isAccepted({ decision }: Receipt): boolean {
  return decision === "accepted" || decision === "accepted unheard";
}

function shown({ from, to }: Window): string {
  return `${new Date(from).toISOString()}/${to - from}`;
}
