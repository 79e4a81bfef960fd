import { deepEqual, ok } from "node:assert/strict";
import { filesIn, ROOT, tableRows } from "./pages.ts";

/** Tables whose first column quotes what leexport says. */
const TABLES: readonly (readonly [page: string, heading: string])[] = [
  ...filesIn("docs/services", ".md").map((page) => [page, "## What goes wrong"] as const),
  ["docs/troubleshooting.md", "## It does not start"],
  ["docs/troubleshooting.md", "## The log search API refuses"],
  ["docs/troubleshooting.md", "## Nothing arrives"],
];

/** Words that others say, or that are put into a message: a status, a code of a cluster. */
const OF_OTHERS = ["UNKNOWN_TOPIC_OR_PARTITION", "This server does not host"];

/** What a message gets when it is made: names, numbers, quotes. */
const PUT_IN_REGEXP =
  /…|\d+|"[^"]*"|\([^)]*\)|line_chart|pie_chart|hosted_graphite|make a payload of|push(?= search)/;

/** The whole source, one line, without what joins the parts of a text. */
const SOURCE = sourceFiles(`${ROOT}src`).map((file) => Deno.readTextFileSync(file)).join("\n")
  .replaceAll(/["`]\s*\+\s*["`]/g, "").replaceAll(/\s+/g, " ");

function sourceFiles(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => {
    const path = `${folder}/${name}`;
    return isDirectory ? sourceFiles(path) : path.endsWith(".ts") ? [path] : [];
  });
}

/** The parts of a quoted message that stand in the source as they are; numbers and names are put in. */
function fixedParts(message: string): readonly string[] {
  return message.split(PUT_IN_REGEXP).map((part) => part.trim()).filter((part) => part.length > 6);
}

Deno.test("every message that the documentation quotes is one that leexport says", () => {
  const unheard: string[] = [];
  let heard = 0;
  for (const [page, heading] of TABLES) {
    for (const [first = ""] of tableRows(page, heading)) {
      for (const [, message = ""] of first.matchAll(/`([^`]+)`/g)) {
        if (OF_OTHERS.some((words) => message.startsWith(words)) || message === "status") continue;
        const parts = fixedParts(message);
        const missing = parts.filter((part) => !SOURCE.includes(part));
        unheard.push(...missing.map((part) => `${page}: ${message}: ${part}`));
        heard += parts.length;
      }
    }
  }
  deepEqual(unheard.join("\n"), "");
  ok(heard > 20, `${heard} parts of messages`);
});
