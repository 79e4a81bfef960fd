import { html, nothing, type TemplateResult } from "lit-html";
import type { Trouble } from "../status/status.ts";
import { sinceView } from "./clock.ts";
import { linkTo } from "./link.ts";
import type { TroubleGroup } from "./trouble_groups.ts";
import { counted } from "./words.ts";

/** More are in the list, where what fails comes first. */
const MOST_GROUPS = 12;
const MOST_LINKS = 4;

/** What is wrong, since when, what to do, and where in the config. */
export function troubleView({ message, hint, since, where }: Trouble): TemplateResult {
  return html`
    <p class="message">${message}</p>
    <p class="what-to-do">${hint === undefined ? nothing : html`<b>What to do:</b> ${hint}`}</p>
    <p class="meta">Since ${sinceView(since)}${where === undefined ? nothing : html`
      · <code>${where}</code>
    `}</p>
  `;
}

/** Everything that is wrong, at the top of the page. */
export function troublesView(groups: readonly TroubleGroup[]): TemplateResult {
  const more = groups.length - MOST_GROUPS;
  return html`
    <h2>${groups.length === 1 ? "What is wrong" : `What is wrong: ${groups.length} things`}</h2>
    <ul class="troubles">${groups.slice(0, MOST_GROUPS).map(groupView)}</ul>
    ${more > 0 ? html`<p>${counted(more, "more trouble")}: see the list below.</p>` : nothing}
  `;
}

function groupView({ trouble, searches }: TroubleGroup): TemplateResult {
  const more = searches.length - MOST_LINKS;
  return html`<li class="trouble">
    ${troubleView(trouble)}
    ${
    searches.length === 0
      ? nothing
      : html`<p class="meta">${
        searches.length === 1 ? "Search" : counted(searches.length, "search", "searches")
      }: ${
        searches.slice(0, MOST_LINKS).map((name, index) =>
          html`${index > 0 ? ", " : ""}<a href=${linkTo(name)}>${name}</a>`
        )
      }${more > 0 ? ` and ${more} more` : ""}</p>`
  }
  </li>`;
}
