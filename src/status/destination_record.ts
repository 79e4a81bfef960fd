import type { DestinationConfig } from "../config/config.ts";
import type { DeliveryReport } from "../engine/delivery_report.ts";
import type { LaneProgress } from "../engine/event.ts";
import type { DestinationStatus, Trouble } from "./status.ts";

/** What is known of the newest payload that was taken, Unix milliseconds. */
type Latest = NonNullable<DestinationStatus["latest"]>;

/** The latest facts of one destination of a search. */
export class DestinationRecord {
  readonly endpoint: string;
  config: DestinationConfig;
  /** The newest payload that was taken; of an earlier life of the program at first. */
  latest: Latest | undefined;
  trouble: Trouble | undefined;
  nextTryAt: number | undefined;
  hasBeenTried = false;
  /** Why the newest answer gave nothing to push. */
  emptyBecause: string | undefined;
  /** Whether its trouble is about a payload that nobody can do anything for any more. */
  #isGivenUp = false;
  payload: { readonly picture: number; readonly text: string } | undefined;

  constructor(
    config: DestinationConfig,
    { endpoint, latest }: { readonly endpoint: string; readonly latest: Latest | undefined },
  ) {
    this.config = config;
    this.endpoint = endpoint;
    this.latest = latest;
  }

  /**
   * Takes what a service made of the newest answer.
   *
   * @param options.picture A number that no earlier payload had.
   * @param options.longest Longer ones are not kept to be drawn, characters.
   */
  answered(
    text: string | undefined,
    { picture, longest }: { readonly picture: number; readonly longest: number },
  ): void {
    this.payload = text === undefined || text.length > longest ? undefined : { picture, text };
  }

  /** Takes how a try to push ended. */
  tried(
    report: DeliveryReport,
    { progress, file, now }: {
      readonly progress: LaneProgress;
      readonly file: string;
      readonly now: number;
    },
  ): void {
    const { outcome, nextTryMs } = report;
    this.hasBeenTried = true;
    this.nextTryAt = nextTryMs === undefined ? undefined : Math.round(now + nextTryMs);
    this.emptyBecause = outcome === "empty" ? report.reason : undefined;
    if (outcome === "accepted") {
      const { from, to } = progress.window;
      this.latest = { from, to, at: now };
    }
    this.#isGivenUp = outcome === "expired" || outcome === "unknown";
    this.trouble = outcome === "accepted" || outcome === "empty"
      ? undefined
      : this.#troubleOf(report, { file, now });
  }

  /** Takes that an answer gave nothing to push: what was given up before is over. */
  gotNothing(reason: string | undefined): void {
    if (this.#isGivenUp) this.trouble = undefined;
    this.emptyBecause = reason ?? "the answer holds nothing";
  }

  #troubleOf(
    { outcome, reason, hint }: DeliveryReport,
    { file, now }: { readonly file: string; readonly now: number },
  ): Trouble {
    const { service, line } = this.config;
    return {
      message: `Cannot push to ${service}: ${reason ?? "nobody knows why"}`,
      hint: hintFor(outcome, hint),
      since: this.trouble?.since ?? now,
      where: `${file}:${line}`,
    };
  }
}

function hintFor(outcome: DeliveryReport["outcome"], hint: string | undefined): string | undefined {
  if (hint === undefined) return outcome === "waiting" ? TRIED_AGAIN : SET_ASIDE[outcome];
  return outcome === "rejected" ? `${hint}, then run leexport retry` : hint;
}

const TRIED_AGAIN = "the payload waits and is tried again; look at the destination if that lasts";
const SET_ASIDE: Readonly<Partial<Record<DeliveryReport["outcome"], string>>> = {
  rejected: "correct what the destination refuses, then run leexport retry",
  expired: "raise expire_after if late payloads are of use",
};
