import assert from "node:assert/strict";
import { searchFingerprint } from "../../src/config/fingerprint.ts";
import { fileText, readText } from "./read_text.ts";

const FILE = fileText(
  "service = geckoboard\nwidget_type = bar_chart\npush_url = https://push.example/1",
).replace(
  "[Searches]",
  "[Services]\n  [[geckoboard]]\n    api_key = ${env:KEY}\n  [[kafka]]\n    api_key = other\n[Searches]",
);

async function fingerprint(text: string, key = "one"): Promise<string> {
  const { config, shown } = await readText(text, { references: { "env:KEY": key } });
  const search = config?.searches.find(({ name }) => name === "errors");
  assert.ok(config && search, shown.join("\n"));
  return searchFingerprint(config, search);
}

const SAME: readonly (readonly [what: string, text: string])[] = [
  ["comments and blank lines", `# hello\n\n${FILE}`],
  ["a different way to quote", FILE.replace("calculate(count)", "'''calculate(count)'''")],
  ["another place for the state", `[Leexport]\nstate_dir = none\nledger_days = 1\n${FILE}`],
  ["a default that is written out", `${FILE}on_unknown = repeat\n`],
  ["another order of keys", FILE.replace(/( *query_period.*\n)( *query_range.*\n)/, "$2$1")],
  ["settings of a service that it does not use", FILE.replace("other", "another")],
  [
    "another search on the same service",
    FILE + fileText(
      "service = geckoboard\nwidget_type = bar_chart\npush_url = https://elsewhere.example/1",
      { name: "visits" },
    ).slice(fileText("").indexOf("  [[errors]]")),
  ],
];

for (const [what, text] of SAME) {
  Deno.test(`a search keeps its fingerprint with ${what}`, async () => {
    assert.notEqual(text, FILE);
    assert.equal(await fingerprint(text), await fingerprint(FILE));
  });
}

const CHANGED: readonly (readonly [what: string, text: string])[] = [
  ["statement", FILE.replace("calculate(count)", "calculate(sum:x)")],
  ["period", FILE.replace("query_period = 60", "query_period = 61")],
  ["logs", FILE.replace("0c2f", "0c2e")],
  ["push_url", FILE.replace("example/1", "example/2")],
  ["log search key", FILE.replace("le-key", "le-kez")],
  ["region", FILE.replace("le-key", "le-key\n  region = eu")],
  ["rate limit", FILE.replace("le-key", "le-key\n  rate_limit = 9")],
  ["kind of windows", FILE.replace("query_period", "windows = contiguous\nquery_period")],
  ["delay", FILE.replace("query_period", "delay = 5\nquery_period")],
  ["way to catch up", FILE.replace("query_period", "catch_up = skip\nquery_period")],
  ["limit of catching up", FILE.replace("query_period", "catch_up_limit = 5\nquery_period")],
  ["on_unknown", `${FILE}on_unknown = drop\n`],
  ["expire_after", `${FILE}expire_after = 5\n`],
  ["outbox_limit", `${FILE}outbox_limit = 5\n`],
  ["outbox_limit_mib", `${FILE}outbox_limit_mib = 5\n`],
  ["outbox_full", `${FILE}outbox_full = drop_oldest\n`],
  ["service's settings", FILE.replace("[[kafka]]", "  push_deadline = 5\n  [[kafka]]")],
];

for (const [what, text] of CHANGED) {
  Deno.test(`a search changes its fingerprint with its ${what}`, async () => {
    assert.notEqual(text, FILE);
    assert.notEqual(await fingerprint(text), await fingerprint(FILE));
  });
}

Deno.test("a search changes its fingerprint with a secret, and does not reveal it", async () => {
  const [one, two] = [await fingerprint(FILE, "secret-one"), await fingerprint(FILE, "secret-two")];
  assert.notEqual(one, two);
  assert.match(one, /^[\w-]{43}$/);
});
