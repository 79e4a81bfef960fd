import { html, nothing, type TemplateResult } from "lit-html";
import type { SearchAction } from "../status/search_action.ts";
import type { SearchStatus, Trouble } from "../status/status.ts";
import { now, timeView } from "./clock.ts";
import { destinationView } from "./destination_view.ts";
import { fact, wideFact } from "./fact.ts";
import { healthView } from "./marks.ts";
import { pathView } from "./path_view.ts";
import { sparklineView } from "./sparkline_view.ts";
import { clockTime, duration, span } from "./times.ts";
import { troublesOf } from "./trouble_groups.ts";
import { cardTroublesView } from "./trouble_view.ts";
import { counted, STATE_WORDS } from "./words.ts";

/** How a search is shown. */
export interface SearchShown {
  readonly open: boolean;
  /** Whether buttons are shown: only to those who may act. */
  readonly mayAct: boolean;
  /** Troubles that the top of the page tells in full. */
  readonly told: ReadonlySet<Trouble>;
  readonly act: (action: SearchAction) => void;
  readonly toggled: (event: Event) => void;
}

/** A search: a line that says how it is, and behind it everything else. */
export function searchView(search: SearchStatus, shown: SearchShown): TemplateResult {
  return html`<details .open=${shown.open} @toggle=${shown.toggled}>
    <summary>
      ${healthView(search.health)}
      <h3>${search.name}</h3>
      ${sparklineView(search.history)}
      <span class="fresh">${freshView(search)}</span>
      <span class="next">${nextView(search)}</span>
      ${shown.open ? nothing : firstTroubleView(search)}
    </summary>
    ${shown.open ? bodyView(search, shown) : nothing}
  </details>`;
}

/** The freshest destination does not make a stale one better: the stalest counts. */
function freshView({ destinations }: SearchStatus): unknown {
  const ends = destinations.flatMap(({ latest }) => latest === undefined ? [] : [latest.to]);
  if (ends.length === 0) return "no value yet";
  return html`newest value ${timeView(Math.min(...ends), "age")} old`;
}

function nextView({ state, nextRunAt }: SearchStatus): unknown {
  if (state === "refused") return "refused";
  if (state !== "waiting" || nextRunAt === undefined) return STATE_WORDS[state];
  return html`next run ${timeView(nextRunAt, "until")}`;
}

function firstTroubleView(search: SearchStatus): unknown {
  const [trouble] = troublesOf(search);
  if (trouble === undefined) return nothing;
  return html`<span class="first-trouble">${trouble.message}, since ${
    timeView(trouble.since, "ago")
  }</span>`;
}

function bodyView(search: SearchStatus, shown: SearchShown): TemplateResult {
  return html`<div class="body">
    ${cardTroublesView(search.troubles, shown.told)}
    ${shown.mayAct ? actionsView(search, shown) : nothing}
    ${
    search.destinations.map((destination) =>
      destinationView(destination, { search, told: shown.told })
    )
  }
    <dl class="facts">${factsView(search)}</dl>
  </div>`;
}

function actionsView(search: SearchStatus, { act }: SearchShown): TemplateResult {
  const rejected = search.destinations.reduce((sum, destination) => sum + destination.rejected, 0);
  const button = (action: SearchAction, words: string) =>
    html`
      <button type="button" @click=${() => act(action)}
        aria-label="${words}: ${search.name}">${words}</button>
    `;
  return html`<p class="actions">
    ${search.state === "paused" ? nothing : button("run", "Run now")}
    ${search.state === "paused" ? button("resume", "Resume") : button("pause", "Pause")}
    ${rejected === 0 ? nothing : button("retry", `Retry ${counted(rejected, "rejected payload")}`)}
  </p>`;
}

function factsView(search: SearchStatus): unknown {
  const { latestRun, nextRunAt, pausedAt } = search;
  return [
    fact("State", STATE_WORDS[search.state]),
    pausedAt === undefined ? nothing : fact("Paused", timeView(pausedAt, "since")),
    fact("Last run", latestRun === undefined ? "none yet" : timeView(latestRun.at, "since")),
    nextRunAt === undefined ? nothing : fact("Next run", timeView(nextRunAt, "until")),
    fact("Window", windowWords(search)),
    fact(
      "Late by",
      latestRun?.latenessMs === undefined ? "unknown" : duration(latestRun.latenessMs),
    ),
    fact(
      "Query took",
      latestRun?.queryMs === undefined ? "no answer" : duration(latestRun.queryMs),
    ),
    fact("Asks", `every ${span(search.periodSeconds * 1000)}, ${search.windows} windows`),
    fact("Config", pathView(search.where)),
    wideFact("Logs", search.logs.join(", ")),
    wideFact("Statement", html`<code>${search.statement}</code>`),
  ];
}

function windowWords({ latestRun }: SearchStatus): string {
  if (latestRun?.window === undefined) return "none yet";
  const { from, to } = latestRun.window;
  return `${clockTime(from, { now: now() })} to ${clockTime(to, { now: now() })}`;
}
