import { html, svg, type SVGTemplateResult, type TemplateResult } from "lit-html";
import type { Health } from "../status/status.ts";

/** The shape alone, next to words that say the same. */
export function shapeView(health: Health): TemplateResult {
  return html`<svg viewBox="0 0 16 16" aria-hidden="true">${SHAPES[health]}</svg>`;
}

/** Health in three ways at once, so that nobody needs to see colours: a word, a shape, a colour. */
export function healthView(health: Health): TemplateResult {
  return html`<span class="health ${health}">
    ${shapeView(health)}${WORDS[health]}
  </span>`;
}

const WORDS: Readonly<Record<Health, string>> = {
  ok: "well",
  failing: "fails",
  paused: "paused",
  new: "new",
};

/** A disc with a tick; a triangle with an exclamation mark; two bars; a ring. */
const SHAPES: Readonly<Record<Health, SVGTemplateResult>> = {
  ok: svg`
    <circle cx="8" cy="8" r="7.5" />
    <path class="ink" d="M4.5 8.2l2.5 2.6 4.6-5.4" />
  `,
  failing: svg`
    <path d="M8 .6l7.8 14.2H.2z" />
    <path class="ink" d="M8 5.4v4.4M8 11.8v1.4" />
  `,
  paused: svg`
    <path d="M3 2h4v12H3zM9 2h4v12H9z" />
  `,
  new: svg`
    <circle class="hollow" cx="8" cy="8" r="6" />
  `,
};
