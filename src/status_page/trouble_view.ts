import { html, nothing, type TemplateResult } from "lit-html";
import type { Trouble } from "../status/status.ts";
import { timeView } from "./clock.ts";
import { linkTo } from "./link.ts";
import { pathView } from "./path_view.ts";
import type { TroubleGroup } from "./trouble_groups.ts";
import { counted } from "./words.ts";

/** More are in the list, where what fails comes first. */
const MOST_GROUPS = 8;
const MOST_LINKS = 3;

/** What is wrong, what to do, since when, and where in the config. */
function troubleView({ message, hint, since, where }: Trouble): TemplateResult {
  return html`
    <p class="message">${message}</p>
    <p class="hint">${hint === undefined ? nothing : [html`<b>What to do:</b>`, ` ${hint}`]}</p>
    <p class="since">Since ${timeView(since, "since")}</p>
    <p class="meta where">${where === undefined ? nothing : ["at ", pathView(where)]}</p>
  `;
}

/** What is wrong with a search or a destination, in its card: in short if the top of the page tells the rest. */
export function cardTroublesView(
  troubles: readonly Trouble[],
  told: ReadonlySet<Trouble>,
): readonly TemplateResult[] {
  return troubles.map((trouble) =>
    html`<div class="trouble">${
      told.has(trouble) ? shortTroubleView(trouble) : troubleView(trouble)
    }</div>`
  );
}

function shortTroubleView({ message, since }: Trouble): TemplateResult {
  return html`
    <p class="message">${message}</p>
    <p class="since">Since ${timeView(since, "since")}</p>
  `;
}

/** What the top of the page tells in full, as the keys of its groups. */
export function toldAtTop(groups: readonly TroubleGroup[]): ReadonlySet<string> {
  return new Set(groups.slice(0, MOST_GROUPS).map(({ key }) => key));
}

/** Everything that is wrong, at the top of the page. */
export function troublesView(groups: readonly TroubleGroup[]): TemplateResult {
  const more = groups.length - MOST_GROUPS;
  const title = groups.length === 1 ? "What is wrong" : `What is wrong: ${groups.length} things`;
  return html`
    <h2>${title}</h2>
    <ul class="troubles" role="list">${groups.slice(0, MOST_GROUPS).map(groupView)}</ul>
    <p>${more > 0 ? `${counted(more, "more trouble")}: see the list below.` : nothing}</p>
  `;
}

function groupView({ trouble, searches }: TroubleGroup): TemplateResult {
  return html`<li class="trouble">
    ${troubleView(trouble)}
    <p class="meta concerns">${concernsView(searches)}</p>
  </li>`;
}

/** Which searches have it. */
function concernsView([first, ...others]: readonly string[]): unknown {
  if (first === undefined) return nothing;
  const more = others.length - MOST_LINKS;
  return [
    ["Search ", linkView(first)],
    others.length > 0 ? "; likewise " : nothing,
    others.slice(0, MOST_LINKS).map((name, index) => [index > 0 ? ", " : "", linkView(name)]),
    more > 0 ? ` and ${counted(more, "more search", "more searches")}` : nothing,
  ];
}

function linkView(search: string): TemplateResult {
  return html`<a href=${linkTo(search)}>${search}</a>`;
}
