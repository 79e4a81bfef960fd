import { html, nothing, type TemplateResult } from "lit-html";
import type { DestinationStatus, SearchStatus } from "../status/status.ts";
import { pictureAddress } from "./link.ts";

/** What the newest answer looks like at a destination, and whether that is what it shows already. */
export function pictureView(
  search: SearchStatus,
  destination: DestinationStatus,
): TemplateResult {
  const { picture } = destination;
  if (picture === undefined) return html`<p class="no-picture">${whyNone(search)}</p>`;
  const { name, service } = destination;
  const place = { search: search.name, destination: name, picture };
  const dark = pictureAddress({ ...place, scheme: "dark" });
  const light = pictureAddress({ ...place, scheme: "light" });
  const untaken = untakenWords(search, destination);
  const drawn = `Latest answer of ${search.name}, drawn as ${service}`;
  return html`<figure class=${untaken === undefined ? "taken" : "untaken"}>
    <div class="frame">
      <picture>
        <source media="(prefers-color-scheme: dark)" srcset=${dark}>
        <img src=${light} loading="lazy" width="480" height="200"
          @load=${noteThere} @error=${noteLost}
          alt=${untaken === undefined ? `${drawn} got it` : `${drawn} would show it. ${untaken}`}>
      </picture>
      <p class="no-picture">No picture: the newest answer could not be drawn</p>
    </div>
    ${untaken === undefined ? nothing : html`<figcaption>${untaken}</figcaption>`}
  </figure>`;
}

function whyNone({ latestRun }: SearchStatus): string {
  return latestRun?.window === undefined
    ? "No picture yet"
    : "No picture: the newest answer held nothing to draw, or too much";
}

/** Says that what is drawn is newer than what the destination took; `undefined` if it is not. */
function untakenWords(
  { latestRun }: SearchStatus,
  { latest, waiting, troubles }: DestinationStatus,
): string | undefined {
  const isHeldUp = waiting.payloads > 0 || troubles.length > 0;
  if (!isHeldUp || latestRun?.window === undefined) return undefined;
  if (latest !== undefined && latestRun.window.to <= latest.to) return undefined;
  return waiting.payloads > 0 ? "This value has not been taken yet" : "This value was not taken";
}

// A frame remembers by itself, as no document tells whether a picture came.
function noteThere(event: Event): void {
  frameOf(event)?.classList.remove("lost");
}

function noteLost(event: Event): void {
  frameOf(event)?.classList.add("lost");
}

function frameOf({ target }: Event): Element | null {
  return target instanceof Element ? target.closest(".frame") : null;
}
