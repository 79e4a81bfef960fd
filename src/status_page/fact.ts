import { html, type TemplateResult } from "lit-html";

/** A term and what there is to say of it. */
export function fact(term: string, value: unknown): TemplateResult {
  return html`
    <div>
      <dt>${term}</dt>
      <dd>${value}</dd>
    </div>
  `;
}

/** One that may need the whole width. */
export function wideFact(term: string, value: unknown): TemplateResult {
  return html`
    <div class="wide">
      <dt>${term}</dt>
      <dd>${value}</dd>
    </div>
  `;
}
