import assert from "node:assert/strict";
import { fileText, readText } from "./read_text.ts";

const CUONT = 'Cannot calculate "cuont": there is no such function\n  hint: did you mean count';

const PLACES: readonly (readonly [statement: string, place: string])[] = [
  ["where(x) calculate(cuont)", "7:38"],
  ['"calculate(cuont)"', "7:30"],
  ["groupby(a, b) calculate(cuont) # comment", "7:43"],
  ["'''where(x)\n  calculate(cuont)\n'''", "8:13"],
  ["'''calculate(cuont)'''", "7:32"],
];

for (const [statement, place] of PLACES) {
  Deno.test(`a problem of the statement ${JSON.stringify(statement)} is shown at ${place}`, async () => {
    const { config, shown } = await readText(fileText("service = dummy", { statement }));
    assert.deepEqual(shown, [`config.ini:${place}: ${CUONT}`]);
    assert.equal(config, undefined);
  });
}

Deno.test("a problem inside what %(name)s stands for is shown where the statement begins", async () => {
  const statement = "calculate(%(what)s)";
  const text = fileText("service = dummy", { statement }) + "[DEFAULT]\nwhat = cuont\n";
  const { shown } = await readText(text);
  assert.deepEqual(shown, [`config.ini:7:19: ${CUONT}`]);
});

const PIE = "service = geckoboard\npush_url = https://x/1\nwidget_type = pie_chart";

Deno.test("a search none of whose widgets can be drawn is refused", async () => {
  const { config, shown } = await readText(fileText(PIE));
  assert.deepEqual(shown, [
    'config.ini:13:21: Cannot draw pie_chart for search "errors": its statement gives values over time, ' +
    "not one value for each group\n" +
    "  hint: add groupby(…) to the statement at line 7, or write line_chart, bar_chart or number_stat",
  ]);
  assert.equal(config, undefined);
});

Deno.test("a widget that cannot be drawn is a warning as long as another destination can", async () => {
  const both = `${PIE}\n[[[destination_2]]]\nservice = dummy`;
  const { config, shown } = await readText(fileText(both));
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
    assert.deepEqual((await readText(text)).shown, []);
  }
});
