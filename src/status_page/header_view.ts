import { html, nothing, type TemplateResult } from "lit-html";
import type { Health, ProgramStatus } from "../status/status.ts";
import { sinceView, timeView } from "./clock.ts";
import { healthView } from "./marks.ts";
import type { View } from "./view.ts";
import { countHealth, verdict } from "./words.ts";

/** Whether news arrives. */
export interface Connection {
  readonly state: "connecting" | "live" | "lost";
  /** When the last news came, by the clock of leexport. */
  readonly newsAt: number | undefined;
}

const HEALTHS: readonly Health[] = ["failing", "ok", "new", "paused"];

/** The verdict, the counts behind it, and about whom it speaks. */
export function headerView(view: View, connection: Connection): TemplateResult {
  const counts = countHealth(view.searches.values());
  const bad = view.program.health === "failing" || (counts["failing"] ?? 0) > 0;
  return html`
    <h1 class=${bad ? "failing" : "ok"}>${verdict(view)}</h1>
    <ul class="counts" aria-label="Searches by health">${HEALTHS.filter((health) =>
      (counts[health] ?? 0) > 0
    )
      .map((health) => html`<li>${counts[health]} ${healthView(health)}</li>`)}</ul>
    <p class="connection ${connection.state}">${connectionView(connection)}</p>
    <p class="meta">${programView(view.program)}</p>
  `;
}

function connectionView({ state, newsAt }: Connection): unknown {
  if (newsAt === undefined) return "Connecting";
  if (state === "live") return html`<b>Live</b> · last news ${timeView(newsAt, "ago")}`;
  return html`<b>No connection</b>, trying again · this is how it was at ${sinceView(newsAt)}`;
}

function programView(program: ProgramStatus): TemplateResult {
  const { version, startedAt, configFile, configTakenAt, queriesLeft } = program;
  return html`leexport ${version}${
    startedAt === undefined ? nothing : html`
      · runs since ${sinceView(startedAt)}
    `
  } · config <code>${configFile}</code>${
    configTakenAt === undefined || configTakenAt === startedAt ? nothing : html`
      taken over ${timeView(configTakenAt, "ago")}
    `
  }${queriesLeft === undefined ? nothing : ` · the API takes ${queriesLeft} more queries now`}`;
}
