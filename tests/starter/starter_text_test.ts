import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import fc from "fast-check";
import { formatProblem } from "../../src/config/format_problem.ts";
import { readConfig } from "../../src/config/read_config.ts";
import { PROCESS_KEYS, QUERY_KEYS } from "../../src/config/schema.ts";
import { lintStatement } from "../../src/leql/lint.ts";
import { openCatalog } from "../../src/service_host/catalog.ts";
import type { Answers, Draft } from "../../src/starter/answers.ts";
import { completeDraft } from "../../src/starter/complete_draft.ts";
import { readDraft } from "../../src/starter/read_draft.ts";
import { refuseFaults } from "../../src/starter/refuse_faults.ts";
import { starterText } from "../../src/starter/starter_text.ts";

const catalog = await openCatalog(undefined);
const dummy = await catalog.describe("dummy");
const TOKEN = "0123456789abcdef";

async function answersTo(draft: Partial<Draft>): Promise<Answers> {
  return await Promise.resolve(
    completeDraft({ options: {}, ...draft }, { dummy, statusToken: TOKEN }),
  );
}

/** Reads a text as `check` does, with every variable set. */
async function read(text: string) {
  const { config, problems } = await readConfig(text, {
    file: "config.ini",
    folder: "/",
    openCatalog,
    resolve: () => Promise.resolve({ text: "a-key" }),
  });
  return { config, problems: problems.map(formatProblem) };
}

Deno.test("a starter that nobody was asked about is a config without a problem", async () => {
  const { config, problems } = await read(starterText(await answersTo({})));
  deepEqual(problems, []);
  equal(config?.logSearch.url, "https://eu.rest.logs.insight.rapid7.com");
  equal(config.process.status.token?.reveal(), TOKEN);
  equal(config.searches[0]?.name, "Events per minute");
});

Deno.test("a starter says of every key what its declaration says", async () => {
  const text = starterText(await answersTo({})).replaceAll(/\n *# (?! *\w+ = )/g, " ");
  for (const [name, { help }] of Object.entries({ ...PROCESS_KEYS, ...QUERY_KEYS })) {
    const start = help.split(":")[0]!;
    ok(text.includes(start), `${name}: ${start}`);
    match(text, new RegExp(`^ +(?:# )?${name} = `, "m"));
  }
});

Deno.test("keys of a starter that are commented out show their default", async () => {
  const text = starterText(await answersTo({}));
  const uncommented = text.replaceAll(/# ((?!catch_up)\w+ = (?!…))/g, "$1");
  ok(uncommented.includes("\n    ledger_days = 30\n"));
  deepEqual((await read(uncommented)).problems, []);
});

Deno.test("no line of a starter's comments is wider than 100 columns", async () => {
  const lines = starterText(await answersTo({})).split("\n");
  deepEqual(lines.filter((line) => line.length > 100), []);
});

for (const name of catalog.names) {
  Deno.test(`a starter for ${name} is a config without a problem`, async () => {
    const set = {
      dummy: [],
      geckoboard: ["push_url=https://push.geckoboard.com/v1/send/1"],
      hosted_graphite: ["push_url=https://example.com/sink", "metric_name=a.b"],
      kafka: ["brokers=a:9092, b:9092", "topic=numbers", "sasl_password=${env:PASSWORD}"],
    }[name] ?? [];
    const draft = await readDraft({ service: name, set }, { folder: "/", catalog });
    const { config, problems } = await read(starterText(await answersTo(draft)));
    deepEqual(problems, []);
    equal(config?.searches[0]?.destinations[0]?.service, name);
    equal(config.services.get(name)?.apiKey !== undefined, /geckoboard|graphite/.test(name));
  });
}

Deno.test("a widget is chosen that can draw what the statement gives", async () => {
  const set = ["push_url=https://push.geckoboard.com/v1/send/1"];
  const statement = "groupby(status) calculate(count)";
  const draft = await readDraft({ service: "geckoboard", statement, set }, {
    folder: "/",
    catalog,
  });
  equal((await answersTo(draft)).target.options.widget_type, "bar_chart");
});

const unit = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(..." abs=,#[]'\"%()${}/é€😀") },
  { weight: 1, arbitrary: fc.constantFrom("%(a)s", "%(percent)s", "%(a%(b)s", "${env:A}") },
);
const line = fc.string({ unit, minLength: 1, maxLength: 15 }).filter((text) =>
  /[a-z]/.test(text) && text.trim() === text && !/'''|"""/.test(text)
);
const name = line.filter((text) => !(text.includes("'") && text.includes('"')));

Deno.test("any statement, name and label come through a starter as they are", async () => {
  const service = await catalog.describe("geckoboard");
  const label = line.filter((text) => !text.includes("${"));
  await fc.assert(
    fc.asyncProperty(name, line, label, async (name, filter, text) => {
      const statement = `where(${JSON.stringify(filter)}) calculate(count)`;
      fc.pre(lintStatement(statement).length === 0);
      const options = { push_url: "https://a.b/c", widget_type: "number_stat", text };
      const written = starterText(await answersTo({ name, statement, service, options }));
      const { config, problems } = await read(written);
      deepEqual(problems, []);
      const [search] = config?.searches ?? [];
      equal(search?.name, name);
      equal(search.statement, statement);
      equal(search.destinations[0]?.options.text, text);
    }),
    { numRuns: 300 },
  );
});

Deno.test("a starter that check would refuse is refused before it is written", async () => {
  const options = { file: "x.ini", folder: "/", openCatalog, secretFiles: new Map() };
  const text = starterText(await answersTo({ statement: "calculate(cont)" }));
  await rejects(refuseFaults(text, options), {
    name: "UsageError",
    message: 'Cannot calculate "cont": there is no such function',
    hint: "did you mean count",
  });
});
