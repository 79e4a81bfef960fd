import { html, nothing, type TemplateResult } from "lit-html";
import type { DestinationStatus, SearchStatus, Trouble } from "../status/status.ts";
import { timeView } from "./clock.ts";
import { fact } from "./fact.ts";
import { healthView } from "./marks.ts";
import { pathView } from "./path_view.ts";
import { pictureView } from "./picture_view.ts";
import { cardTroublesView } from "./trouble_view.ts";
import { counted, size } from "./words.ts";

/** A destination: what its widget looks like, how fresh it is, what waits for it. */
export function destinationView(
  destination: DestinationStatus,
  { search, told }: {
    readonly search: SearchStatus;
    /** Troubles that the top of the page tells in full. */
    readonly told: ReadonlySet<Trouble>;
  },
): TemplateResult {
  return html`<section class="destination">
    <h4>${destination.endpoint} ${healthView(destination.health)}</h4>
    ${cardTroublesView(destination.troubles, told)}
    <div class="sides">
      ${pictureView(search, destination)}
      <dl>${factsView(search, destination)}</dl>
    </div>
  </section>`;
}

function factsView({ windows }: SearchStatus, destination: DestinationStatus): unknown {
  const { where, latest, waiting, waitingSince, rejected, nextTryAt } = destination;
  return [
    fact(
      "Newest value",
      latest === undefined ? "none yet" : html`${timeView(latest.to, "age")} old`,
    ),
    latest === undefined ? nothing : fact("Taken", timeView(latest.at, "ago")),
    fact("Waiting", waitingView(waiting)),
    // Of sliding windows only the newest waits: it is always young, however long the destination has been down.
    waitingSince === undefined || windows === "sliding"
      ? nothing
      : fact("Waits since", timeView(waitingSince, "since")),
    nextTryAt === undefined ? nothing : fact("Next try", timeView(nextTryAt, "until")),
    fact("Rejected", rejected === 0 ? "none" : counted(rejected, "payload")),
    accountView(destination),
    fact("Config", pathView(where)),
  ];
}

function waitingView({ payloads, bytes }: DestinationStatus["waiting"]): string {
  return payloads === 0 ? "nothing" : `${counted(payloads, "payload")}, ${size(bytes)}`;
}

/** How many were asked follows from what became of them. */
function accountView({ account }: DestinationStatus): unknown {
  const parts = Object.entries(account)
    .filter(([outcome, count]) => count > 0 && outcome !== "asked")
    .map(([outcome, count]) => `${count} ${outcome}`);
  return parts.length === 0 ? nothing : fact("Windows", parts.join(", "));
}
