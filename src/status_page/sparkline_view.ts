import { nothing, svg, type SVGTemplateResult } from "lit-html";
import type { RunMark, RunOutcome } from "../status/status.ts";
import { sparkline } from "./sparkline.ts";

const OUTCOMES: readonly RunOutcome[] = ["ok", "waiting", "rejected", "failed"];

/** The history of runs as a small picture, told in words to those who cannot see it. */
export function sparklineView(history: readonly RunMark[]): SVGTemplateResult {
  const { paths, text } = sparkline(history);
  return svg`<svg class="sparkline" viewBox="0 0 240 24" role="img" aria-label=${text}>
    ${OUTCOMES.map((outcome) => pathView(outcome, paths.get(outcome)))}
  </svg>`;
}

function pathView(outcome: RunOutcome, path: string | undefined): unknown {
  return path === undefined ? nothing : svg`<path class=${outcome} d=${path}/>`;
}
