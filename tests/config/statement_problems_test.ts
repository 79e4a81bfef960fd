import assert from "node:assert/strict";
import type { StatementRules } from "../../src/config/statement_problems.ts";
import { fileText, readText } from "./read_text.ts";

/** Finds every `bad`, and takes `groupby` as what makes groups. */
const RULES: StatementRules = {
  lint: (statement) =>
    [...statement.matchAll(/bad/g)].map(({ index }) => ({
      severity: "error",
      offset: index,
      message: "Cannot read statement: bad",
      hint: "write good",
    })),
  shape: (statement) => statement.includes("groupby") ? "groups" : "series",
};

const PLACES: readonly (readonly [statement: string, place: string])[] = [
  ["where(bad) calculate(count)", "7:25"],
  ['"where(bad)"', "7:26"],
  ["where(x), bad # comment", "7:29"],
  ["'''where(\n  bad\n)'''", "8:3"],
  ["'''bad'''", "7:22"],
];

for (const [statement, place] of PLACES) {
  Deno.test(`a problem of the statement ${JSON.stringify(statement)} is shown at ${place}`, async () => {
    const { shown } = await readText(fileText("service = dummy", { statement }), { rules: RULES });
    assert.deepEqual(shown, [
      `config.ini:${place}: Cannot read statement: bad\n  hint: write good`,
    ]);
  });
}

Deno.test("a problem inside what %(name)s stands for is shown where the statement begins", async () => {
  const text = fileText("service = dummy", { statement: "x %(what)s" }) + "[DEFAULT]\nwhat = bad\n";
  const { shown } = await readText(text, { rules: RULES });
  assert.deepEqual(shown, ["config.ini:7:19: Cannot read statement: bad\n  hint: write good"]);
});

const PIE = "service = geckoboard\npush_url = https://x/1\nwidget_type = pie_chart";

Deno.test("a search none of whose widgets can be drawn is refused", async () => {
  const { config, shown } = await readText(fileText(PIE), { rules: RULES });
  assert.deepEqual(shown, [
    'config.ini:13:21: Cannot draw pie_chart for search "errors": its statement gives values over time, ' +
    "not one value for each group\n" +
    "  hint: add groupby(…) to the statement at line 7, or write line_chart, bar_chart or number_stat",
  ]);
  assert.equal(config, undefined);
});

Deno.test("a widget that cannot be drawn is a warning as long as another destination can", async () => {
  const both = `${PIE}\n[[[destination_2]]]\nservice = dummy`;
  const { config, shown } = await readText(fileText(both), { rules: RULES });
  assert.deepEqual(shown, [
    'config.ini:13:21: warning: Cannot draw pie_chart for search "errors": its statement gives values over time, ' +
    "not one value for each group\n" +
    "  hint: add groupby(…) to the statement at line 7, or write line_chart, bar_chart or number_stat",
  ]);
  assert.ok(config);
});

Deno.test("a service that cannot use the statement's answer is refused", async () => {
  const { shown } = await readText(
    fileText("service = hosted_graphite\npush_url = https://x\nmetric_name = m", {
      statement: "groupby(a)",
    }),
    { rules: RULES },
  );
  assert.deepEqual(shown, [
    'config.ini:11:17: Cannot draw hosted_graphite for search "errors": its statement gives ' +
    "one value for each group, not values over time\n" +
    "  hint: remove groupby(…) from the statement at line 7",
  ]);
});

Deno.test("a widget that takes any answer is drawn from groups as from a series", async () => {
  for (const statement of ["groupby(a)", "calculate(count)"]) {
    const text = fileText(PIE.replace("pie_chart", "bar_chart"), { statement });
    assert.deepEqual((await readText(text, { rules: RULES })).shown, []);
  }
});
