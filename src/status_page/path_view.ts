import { html, type TemplateResult } from "lit-html";

/** A path, `/etc/leexport/config.ini:12`. If it needs more than a line it breaks after a slash, not within a name. */
export function pathView(path: string): TemplateResult {
  const names = path.split(/(?<=\/)/);
  return html`<code class="path">${
    names.map((name, index) => index === 0 ? name : html`<wbr>${name}`)
  }</code>`;
}
