import { deepEqual, doesNotMatch, equal, match, ok, throws } from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { readDuration } from "../../src/command_line/read_duration.ts";
import { query } from "../../src/commands/query.ts";
import { labelWidth } from "../../src/draw/label.ts";
import { UsageError } from "../../src/errors.ts";
import { runProgram } from "../program.ts";
import { startReceiver } from "../../src/testing.ts";
import { accountText, startTrialAccount, type TrialAccount } from "./trial_account.ts";
import { writeConfig } from "../config_text.ts";

const WEB = ["--log", "Production/web"];

function ask({ file }: Pick<TrialAccount, "file">, statement: string, ...args: string[]) {
  return runProgram(["query", "-c", file.path, statement, ...args]);
}

/** Searches that need no other service. */
function searches(...logs: readonly string[]): string {
  const sections = logs.map((log, index) =>
    `    [[search ${index}]]
        [[[query]]]
            logs = ${log}
            statement = calculate(count)
            query_period = 60
            query_range = 60
        [[[destination]]]
            service = dummy
`
  );
  return `[Searches]\n${sections.join("")}[Leexport]\n    status_address = none\n`;
}

Deno.test("leexport query draws the answer, and says what of and how long it took", async () => {
  await using account = await startTrialAccount();
  const { code, stdout, stderr } = await ask(account, "calculate(count)", ...WEB, "--last", "1h");
  deepEqual([code, stderr], [0, ""]);
  match(stdout, /^— count\n[^]*─{60}/);
  match(
    stdout,
    /\ncount over all: 10; Production\/web from \S+Z to\s\S+Z,\sanswered\sin\s[\d.]+\ss\n$/,
  );
});

Deno.test("leexport query prints the number of the whole window beside a curve", async () => {
  await using account = await startTrialAccount();
  const sliced = await ask(account, "calculate(unique:user) timeslice(4)", "--log", "app");
  match(sliced.stdout, /^— unique\n[^]*\nunique over all: [1-9]\d*; app from /);
  const grouped = await ask(account, "groupby(user) calculate(count)", ...WEB);
  match(grouped.stdout, /\nProduction\/web from /);
});

Deno.test("leexport query asks several logs, and draws groups as bars", async () => {
  await using account = await startTrialAccount();
  const both = [...WEB, "--log", "app"];
  const { code, stdout } = await ask(account, "groupby(user) calculate(count)", ...both);
  equal(code, 0);
  match(stdout, /^a +█+ +2\nb +█+ +1\nc +█+ +1\n/);
  match(stdout, /\nProduction\/web, app from /);
  const sliced = "groupby(user) calculate(count) timeslice(4)";
  match((await ask(account, sliced, ...both)).stdout, /^— a\n/);
});

for (const width of [40, 80, 200]) {
  for (const colour of ["none", "ansi"] as const) {
    Deno.test(`query() fits ${width} columns with colour ${colour}`, async () => {
      await using account = await startTrialAccount();
      let text = "";
      const code = await query(account.file.path, {
        statement: `where(path="/${"x".repeat(250)}") calculate(count) calculate(count)`,
        logs: ["Production/web"],
        lastMs: 60_000,
        svg: undefined,
        format: "text",
        view: { width, colour },
        savePicture: () => Promise.reject(new Error("no picture was asked for")),
        write: (part) => text += part,
        complain: (part) => text += part,
      });
      equal(code, 0, text);
      const plain = stripVTControlCharacters(text);
      match(plain, /^statement:1:\d+: warning: Cannot be sure\swhat a second\s/);
      match(plain, /\n {2}….* calculate\(count\)\n +\^{16}\n {2}hint: write one calculate\n/);
      equal(plain !== text, colour === "ansi");
      ok(plain.split("\n").every((line) => labelWidth(line) <= width), plain);
    });
  }
}

Deno.test("leexport query --json prints the answer of the API", async () => {
  await using account = await startTrialAccount();
  const { code, stdout } = await ask(account, "calculate(count)", ...WEB, "--last", "1d", "--json");
  equal(code, 0);
  const { statement, logs, window, ms, answer } = JSON.parse(stdout);
  deepEqual([statement, logs], ["calculate(count)", ["Production/web"]]);
  equal(window.to - window.from, 86_400_000);
  ok(ms > 0);
  equal(answer.statistics.count, 10);
});

Deno.test("leexport query --svg writes the picture", async () => {
  await using account = await startTrialAccount();
  const path = `${account.file.folder}/hits.svg`;
  const { code, stderr } = await ask(account, "calculate(count)", ...WEB, "--svg", path);
  deepEqual([code, stderr], [0, `wrote ${path}\n`]);
  match(await Deno.readTextFile(path), /^<svg .*calculate\(count\).*<\/svg>\s*$/s);
});

Deno.test("leexport query does not draw a key that a log quotes, however long it is", async () => {
  const apiKey = "0123456789abcdef".repeat(5);
  const file = await Deno.makeTempFile();
  await Deno.writeTextFile(file, JSON.stringify({ time: "2026-01-01T00:00:00Z", user: apiKey }));
  await using account = await startTrialAccount(() => "", {
    apiKey,
    logs: [{ name: "Production/web", file }],
  });
  await Deno.remove(file);
  const svg = `${account.file.folder}/users.svg`;
  const { code, stdout } = await ask(
    account,
    "groupby(user) calculate(count)",
    ...WEB,
    "--svg",
    svg,
  );
  equal(code, 0);
  match(stdout, /^\[secret\] +█/);
  doesNotMatch(stdout + await Deno.readTextFile(svg), /0123456789/);
});

Deno.test("leexport query points at what is wrong with a statement, and asks nobody", async () => {
  await using api = startReceiver();
  await using file = await writeConfig(accountText({ url: api.url, apiKey: "some-key" }));
  const { code, stdout, stderr } = await ask({ file }, "where(a=1) calculate(cuont)", ...WEB);
  deepEqual([code, stdout], [2, ""]);
  equal(
    stderr,
    `statement:1:22: Cannot calculate "cuont": there is no such function
  where(a=1) calculate(cuont)
                       ^^^^^
  hint: did you mean count
`,
  );
  deepEqual(api.requests, []);
});

Deno.test("leexport query takes the log that the searches ask, if it is only one", async () => {
  await using account = await startTrialAccount(() => searches("Production/web", "Production/web"));
  const { code, stdout } = await ask(account, "calculate(count)");
  equal(code, 0);
  match(stdout, /\ncount over all: 10; Production\/web from /);
  await account.file.replace(accountText(account.api) + searches("Production/web", "app"));
  const several = await ask(account, "calculate(count)");
  deepEqual([several.code, several.stdout], [2, ""]);
  match(
    several.stderr,
    /^Cannot query: no log is named, and the searches of \S+ ask 2\n {2}hint: add --log "Production\/web"; leexport logs -c \S+ lists them all\n$/,
  );
});

Deno.test("leexport query exits 1 where the API has no answer", async () => {
  await using account = await startTrialAccount();
  const { code, stdout, stderr } = await ask(account, "calculate(count)", "--log", "wep");
  deepEqual([code, stdout], [1, ""]);
  match(stderr, /^Cannot query wep: 127\.0\.0\.1:\d+ knows no log "wep"\n {2}hint: write web /);
});

for (
  const [text, ms] of [["30s", 30_000], ["15m", 900_000], ["1h", 3_600_000], [
    "2d",
    172_800_000,
  ], [" 1W ", 604_800_000]] as const
) {
  Deno.test(`readDuration() reads "${text}"`, () => equal(readDuration(text, "--last"), ms));
}

for (
  const [text, found] of [
    ["5 minutes", "is no length of time"],
    ["60", "is no length of time"],
    ["1.5h", "is no length of time"],
    ["-1h", "is no length of time"],
    ["1y", "is no length of time"],
    ["", "is no length of time"],
    ["0m", "is no time at all"],
    ["523w", "is longer than ten years"],
    [`${"9".repeat(400)}s`, "is longer than ten years"],
  ] as const
) {
  Deno.test(`readDuration() says that "${text.slice(0, 20)}" ${found}`, () => {
    throws(() => readDuration(text, "--last"), (error) => {
      ok(error instanceof UsageError);
      equal(error.message, `Cannot read --last: "${text}" ${found}`);
      match(error.hint ?? "", /^write a number and s, m, h, d or w: --last 15m, /);
      return true;
    });
  });
}

Deno.test("leexport query exits 2 at a length of time that it cannot read", async () => {
  await using account = await startTrialAccount();
  const { code, stderr } = await ask(account, "calculate(count)", ...WEB, "--last", "yesterday");
  equal(code, 2);
  match(stderr, /^Cannot read --last: "yesterday" is no length of time\n {2}hint: write /);
});
