import { deepEqual, equal } from "node:assert/strict";
import { aged } from "../../src/status/aged.ts";
import { type DisplayOptions, openDisplay } from "../../src/status/display.ts";
import { destinationOf, searchOf, statusOf } from "./document.ts";

const STATUS = statusOf([searchOf("errors")]);

function shown(options: Pick<DisplayOptions, "format" | "rows">): string {
  let text = "";
  using display = openDisplay({
    ...options,
    view: { width: 80, colour: "none" },
    extent: "worst",
    timeZone: "UTC",
    write: (more) => text += more,
  });
  display.show(STATUS);
  display.show(STATUS);
  return text;
}

Deno.test("a display that is no terminal writes one document below the other", () => {
  const [first, second] = shown({ format: "text", rows: undefined }).trimEnd().split(
    "\n\nleexport runs",
  );
  equal(first?.startsWith("leexport runs, 1 search is well\n"), true);
  equal(`leexport runs${second}`, first);
});

Deno.test("a display of JSON writes one document a line, also on a terminal", () => {
  const lines = shown({ format: "json", rows: 24 }).trimEnd().split("\n");
  deepEqual(lines.map((line) => JSON.parse(line).searches[0].name), ["errors", "errors"]);
});

Deno.test("a display on a terminal draws the second document over the first", () => {
  const text = shown({ format: "text", rows: 24 });
  equal(text.split("\x1b[5A").length, 2);
});

Deno.test("aged() lets time pass over what is told as of a moment", () => {
  const status = statusOf([
    searchOf("errors", { destinations: [destinationOf(), destinationOf({ ageMs: undefined })] }),
  ]);
  const later = aged(status, 5000);
  equal(later.program.at - status.program.at, 5000);
  deepEqual(later.searches[0]?.destinations.map(({ ageMs }) => ageMs), [66_000, undefined]);
});
