import { html, type TemplateResult } from "lit-html";
import { clockTime, relative, type TimeForm } from "./times.ts";

/**
 * Instants on the page. They are told by the clock of the machine that leexport runs on, which may go differently from
 * the clock of the reader; and they go on by themselves, once a second, where they are in sight.
 *
 * @module
 */

let ahead = 0;

/** Notes what time it is where leexport runs, Unix milliseconds. */
export function setClock(at: number): void {
  ahead = at - Date.now();
}

/** What time it is where leexport runs, Unix milliseconds. */
export function now(): number {
  return Date.now() + ahead;
}

/** An instant that goes on by itself: `12 s ago`. */
export function timeView(at: number, form: TimeForm): TemplateResult {
  const moment = { at, now: now() };
  return html`
    <time datetime=${new Date(at).toISOString()} title=${clockTime(at, moment)}
      data-at=${at} data-form=${form} .textContent=${relative(form, moment)}></time>
  `;
}

/**
 * Lets the instants below some elements go on.
 *
 * @param roots Elements in sight.
 */
export function tick(roots: Iterable<Element>): void {
  const instant = now();
  for (const root of roots) {
    for (const element of root.querySelectorAll<HTMLTimeElement>("time[data-form]")) {
      const text = relative(formOf(element), { at: Number(element.dataset["at"]), now: instant });
      if (element.textContent !== text) element.textContent = text;
    }
  }
}

function formOf({ dataset }: HTMLTimeElement): TimeForm {
  const form = dataset["form"];
  return form === "age" || form === "until" || form === "since" ? form : "ago";
}
