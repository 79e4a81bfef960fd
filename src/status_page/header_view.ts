import { html, nothing, type TemplateResult } from "lit-html";
import type { Health, ProgramStatus } from "../status/status.ts";
import { timeView } from "./clock.ts";
import { healthView, shapeView } from "./marks.ts";
import type { View } from "./view.ts";
import { counted, countHealth, verdict } from "./words.ts";

/** Whether news arrives. */
export interface Connection {
  readonly state: "connecting" | "live" | "lost";
  /** When the last news came, by the clock of leexport. */
  readonly newsAt: number | undefined;
}

/** A config that was taken over within this time was that of the start. */
const START_MS = 10_000;
const HEALTHS: readonly Health[] = ["failing", "ok", "new", "paused"];

/** The verdict, the counts behind it, and about whom it speaks. */
export function headerView(view: View, connection: Connection): TemplateResult {
  const counts = countHealth(view.searches.values());
  const bad = view.program.health === "failing" || (counts["failing"] ?? 0) > 0;
  const present = HEALTHS.filter((health) => (counts[health] ?? 0) > 0);
  const countView = (health: Health) => html`<li>${counts[health]} ${healthView(health)}</li>`;
  return html`
    <h1 class="health ${bad ? "failing" : "ok"}">${shapeView(bad ? "failing" : "ok")}${verdict(
      view,
    )}</h1>
    <p class="connection ${connection.state}">${connectionView(connection)}</p>
    <ul class="counts" aria-label="Searches by health">${present.map(countView)}</ul>
    <p class="meta">${programView(view.program)}</p>
  `;
}

function connectionView({ state, newsAt }: Connection): unknown {
  if (newsAt === undefined) return "Connecting";
  if (state === "live") return [html`<b>Live</b>`, " · last news ", timeView(newsAt, "ago")];
  const lost = html`<b>No connection</b>`;
  return [lost, ", trying again · this is how it was at ", timeView(newsAt, "since")];
}

/** A name says enough to who runs one; the rest is there for those who look. */
function fileView(path: string): TemplateResult {
  return html`<code title=${path}>${path.slice(path.lastIndexOf("/") + 1)}</code>`;
}

function programView(program: ProgramStatus): unknown {
  const { version, startedAt, configFile, configTakenAt, queriesLeft } = program;
  const sinceStart = (configTakenAt ?? 0) - (startedAt ?? 0) < START_MS;
  return [
    `leexport ${version}`,
    startedAt === undefined ? nothing : [" · runs since ", timeView(startedAt, "since")],
    [" · config ", fileView(configFile)],
    sinceStart || configTakenAt === undefined
      ? nothing
      : [", read ", timeView(configTakenAt, "ago")],
    queriesLeft === undefined
      ? nothing
      : ` · the API takes ${counted(queriesLeft, "query", "queries")} now`,
  ];
}
