import { deepEqual, ok } from "node:assert/strict";
import { PAGES, prose, tableRows } from "./pages.ts";

/** Words of others for what has a word here, and where they mean something else. */
const OTHER_WORDS: readonly (readonly [word: RegExp, instead: string])[] = [
  [/\bplug-?ins?\b/i, "service"],
  [/\bconnectors?\b/i, "service"],
  [/\bsinks?\b(?!")/i, "destination"],
  [/\btargets?\b/i, "destination"],
  [/\bdead.letters?\b/i, "rejected payloads"],
  [/\bwatermarks?\b/i, "checkpoint"],
  [/\bbookmarks?\b/i, "checkpoint"],
  [/\bspool\b/i, "outbox"],
  [/\bbuckets?\b/i, "slice"],
  [/\bjobs?\b/i, "search, or run"],
  [/\bpublish(?:es)?\b/i, "push"],
  [/\btime ?frames?\b/i, "window"],
  [/\bback-?end\b/i, "destination, or log search API"],
  [/\bconfiguration file\b/i, "config file"],
];

/** Code and addresses keep the names that they have, and so do quotes of others. */
function ownWords(page: string): string {
  return prose(page).replaceAll(/`[^`\n]*`|<!--[\s\S]*?-->|\]\([^)]*\)|https?:\S+/g, " ");
}

/** `job` is what Prometheus calls it, and leexport's main job is no search; a container publishes ports. */
const OTHERWISE_MEANT = /copy its job|main job|release targets?|published|publish the port/gi;

for (const page of PAGES.filter((page) => page !== "CHANGELOG.md")) {
  Deno.test(`${page} says one word for one idea`, () => {
    const text = ownWords(page).replaceAll(/\s+/g, " ").replaceAll(OTHERWISE_MEANT, "");
    const found = OTHER_WORDS.filter(([word]) => word.test(text)).map(([word, instead]) =>
      `${word.exec(text)?.[0]}: write ${instead}`
    );
    deepEqual(found, []);
  });
}

Deno.test("docs/words.md explains every word once", () => {
  const words = tableRows("docs/words.md", "# Words").map(([word = ""]) => word);
  ok(words.length > 10);
  deepEqual([...new Set(words)], words);
});
