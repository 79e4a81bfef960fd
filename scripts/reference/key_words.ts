import type { Key } from "../../src/key.ts";

/** Sets off what is typed as it stands, as the format of the page does: `` `text` ``. */
export type Mark = (literal: string) => string;

/** Says what a key holds: `whole number, 1 to 3600`. */
export function valueOf({ type, min, max, choices = [] }: Key, mark: Mark): string {
  const least = min === undefined ? "" : `, ${min} or more`;
  const limits = min === undefined || max === undefined ? least : `, ${min} to ${max}`;
  return {
    text: "text",
    url: "http or https address",
    hosts: `${mark("host:port")}, several with commas`,
    list: "texts, separated by commas",
    integer: `whole number${limits}`,
    choice: choices.map(({ value }) => mark(value)).join(", "),
    file: "path",
  }[type];
}

/** Says what counts where a key is left out. */
export function defaultOf({ required, default: value }: Key, mark: Mark): string {
  if (value !== undefined) return mark(value);
  return required ? "has to be written" : "none";
}
