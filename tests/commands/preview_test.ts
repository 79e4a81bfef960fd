import { deepEqual, doesNotMatch, equal, match, ok } from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { preview } from "../../src/commands/preview.ts";
import { labelWidth } from "../../src/draw/label.ts";
import { wrapSentence } from "../../src/draw/sentence.ts";
import { GECKOBOARD_KEY, writeConfig } from "../config_text.ts";
import { runProgram, startProgram } from "../program.ts";
import { type Receiver, startReceiver } from "../../src/testing.ts";
import { accountText, startTrialAccount } from "./trial_account.ts";

interface Search {
  readonly name: string;
  readonly statement?: string;
  readonly query?: string;
}

const SLIDING = "query_range = 60";

/** Searches whose answers would go to a line chart, a pie chart and Graphite. */
function searches(sink: Receiver, all: readonly Search[]): string {
  const destinations = `
        [[[destination]]]
            service = geckoboard
            push_url = ${sink.url}/v1/send/1
            widget_type = line_chart
            name = hits
        [[[destination_pie]]]
            service = geckoboard
            push_url = ${sink.url}/v1/send/2
            widget_type = pie_chart
        [[[destination_history]]]
            service = hosted_graphite
            push_url = ${sink.url}/sink
            metric_name = shop.hits
`;
  const sections = all.map(({ name, statement = "calculate(count)", query = SLIDING }) =>
    `    [[${name}]]
        [[[query]]]
            logs = Production/web
            statement = ${statement}
            query_period = 60
            ${query}${destinations}`
  );
  return `[Services]
    [[geckoboard]]
        api_key = ${GECKOBOARD_KEY}
    [[hosted_graphite]]
        api_key = ${GECKOBOARD_KEY}
[Searches]
${sections.join("")}[Leexport]
    status_address = none
`;
}

function namesIn(folder: string): string[] {
  return Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
}

Deno.test("leexport preview draws what would arrive, says what would not, and pushes nothing", async () => {
  await using sink = startReceiver();
  await using account = await startTrialAccount(() => searches(sink, [{ name: "hits" }]));
  const state = await Deno.makeTempDir();
  const env = { STATE_DIRECTORY: state };
  const { code, stdout, stderr } = await runProgram(["preview", "-c", account.file.path], { env });
  deepEqual([code, stderr], [0, ""]);
  match(
    stdout,
    /^search "hits" asks Production\/web\nfrom \S+Z\nto {3}\S+Z\nanswered in [\d.]+ s\n\n/,
  );
  match(stdout, /\n\[\[\[destination\]\]\] geckoboard\n— hits\n[^[]*─{60}/);
  match(
    stdout,
    /\[\[\[destination_pie\]\]\] geckoboard\nwould get nothing: A pie_chart needs groups\s\(\S+config\.ini:21\)\n/,
  );
  match(stdout, /\[\[\[destination_history\]\]\] hosted_graphite\nshop\.hits {2}last /);
  match(stdout, /\n\nnothing was pushed\n$/);
  deepEqual(sink.requests, []);
  deepEqual(namesIn(state), []);
  await Deno.remove(state, { recursive: true });
});

for (const width of [40, 80, 200]) {
  for (const colour of ["none", "ansi"] as const) {
    Deno.test(`preview() fits ${width} columns with colour ${colour}`, async () => {
      await using sink = startReceiver();
      await using account = await startTrialAccount(() =>
        searches(sink, [{ name: "many hits of a shop whose name is long, longer, longest" }])
      );
      let text = "";
      const code = await preview(account.file.path, {
        search: undefined,
        svg: undefined,
        format: "text",
        view: { width, colour },
        savePicture: () => Promise.reject(new Error("no picture was asked for")),
        write: (part) => text += part,
        complain: (part) => text += part,
      });
      equal(code, 0);
      equal(stripVTControlCharacters(text) !== text, colour === "ansi");
      const widths = stripVTControlCharacters(text).split("\n").map(labelWidth);
      equal(Math.max(...widths), width);
    });
  }
}

Deno.test("leexport preview --json prints the payloads for machines", async () => {
  await using sink = startReceiver();
  await using account = await startTrialAccount(() =>
    searches(sink, [{ name: "hits", statement: "groupby(status) calculate(count)" }])
  );
  const { code, stdout } = await runProgram(["preview", "-c", account.file.path, "hits", "--json"]);
  equal(code, 0);
  const { search, window, destinations } = JSON.parse(stdout);
  deepEqual([search, window.to - window.from], ["hits", 60_000]);
  const [line, pie, history] = destinations;
  deepEqual(line, {
    name: "destination",
    service: "geckoboard",
    skipped: "A line_chart needs values over time",
  });
  deepEqual([pie.name, pie.service], ["destination_pie", "geckoboard"]);
  ok(pie.payload.data.item.length > 1);
  match(history.skipped, /^Graphite needs values over time/);
});

Deno.test("leexport preview --svg writes a picture for each destination that gets something", async () => {
  await using sink = startReceiver();
  await using account = await startTrialAccount(() => searches(sink, [{ name: "hits" }]));
  const folder = account.file.folder;
  const args = ["preview", "-c", account.file.path, "--svg", `${folder}/a.b/hits.svg`];
  const missing = await runProgram(args);
  equal(missing.code, 1);
  match(
    missing.stderr,
    /^Cannot write the picture "\S+hits\.svg": there is no such file or folder/,
  );
  await Deno.mkdir(`${folder}/a.b`);
  const { code, stderr } = await runProgram(args);
  equal(code, 0);
  equal(stderr, `wrote ${folder}/a.b/hits.svg\nwrote ${folder}/a.b/hits-history.svg\n`);
  deepEqual(namesIn(`${folder}/a.b`), ["hits-history.svg", "hits.svg"]);
  match(await Deno.readTextFile(`${folder}/a.b/hits.svg`), /^<svg .*hits.*<\/svg>\s*$/s);
});

Deno.test("leexport preview --svg numbers pictures whose destinations would give one file", async () => {
  await using sink = startReceiver();
  await using account = await startTrialAccount(() =>
    searches(sink, [{ name: "hits" }])
      .replace("destination_pie", "destination_a b")
      .replace("pie_chart", "number_stat")
      .replace("destination_history", "destination_a_b")
  );
  const svg = `${account.file.folder}/hits.svg`;
  const { stderr } = await runProgram(["preview", "-c", account.file.path, "--svg", svg]);
  const stem = `wrote ${account.file.folder}/hits`;
  equal(stderr, `${stem}.svg\n${stem}-a_b.svg\n${stem}-a_b-2.svg\n`);
});

Deno.test("leexport preview shows the newest whole window of a contiguous search", async () => {
  await using sink = startReceiver();
  await using account = await startTrialAccount(() =>
    searches(sink, [{ name: "hits", query: "windows = contiguous" }])
  );
  const { code, stdout } = await runProgram(["preview", "-c", account.file.path, "--json"]);
  equal(code, 0);
  const { window } = JSON.parse(stdout);
  deepEqual([window.to - window.from, window.to % 60_000], [60_000, 0]);
  ok(window.to <= Date.now() - 60_000);
});

Deno.test("leexport preview says which search is meant, or asks for it", async () => {
  await using sink = startReceiver();
  await using account = await startTrialAccount(() =>
    searches(sink, [{ name: "hits" }, { name: "visits" }])
  );
  const misspelt = await runProgram(["preview", "-c", account.file.path, "hitts"]);
  deepEqual([misspelt.code, misspelt.stdout], [2, ""]);
  match(misspelt.stderr, /^Cannot preview "hitts": .*\n {2}hint: did you mean "hits"\?\n$/);
  const unnamed = await runProgram(["preview", "-c", account.file.path]);
  deepEqual([unnamed.code, unnamed.stdout], [2, ""]);
  match(
    unnamed.stderr,
    /^Cannot preview: \S+ has 2 searches, none is named\n {2}hint: write leexport preview -c \S+ "hits"\n$/,
  );
});

Deno.test("leexport preview exits 1 when the API refuses the question, naming its line", async () => {
  await using sink = startReceiver();
  await using account = await startTrialAccount(() => searches(sink, [{ name: "hits" }]));
  const text = await Deno.readTextFile(account.file.path);
  await account.file.replace(text.replace("logs = Production/web", "logs = Production/wep"));
  const { code, stdout, stderr } = await runProgram(["preview", "-c", account.file.path]);
  deepEqual([code, stdout], [1, ""]);
  match(
    stderr,
    /config\.ini:12: Cannot run search "hits": \S+ knows no log "Production\/wep"\n {2}hint: write Production\/web /,
  );
});

Deno.test("leexport preview exits 1 when a module of one's own fails, and draws the others", async () => {
  await using sink = startReceiver();
  await using account = await startTrialAccount(() =>
    searches(sink, [{ name: "hits" }]).replace(
      "[[[destination_pie]]]\n            service = geckoboard",
      "[[[destination_own]]]\n            service = own",
    ).replace("            widget_type = pie_chart\n", "")
      .replace("[Leexport]", "[Leexport]\n    services_dir = .")
  );
  await Deno.writeTextFile(
    `${account.file.folder}/own_service.ts`,
    `import { Service, url } from "leexport";
const keys = { push_url: url("Where to") };
export class OwnService extends Service<number, typeof keys> {
  static override readonly keys = keys;
  override transform(): number { throw new Error("no idea"); }
  override async push(): Promise<void> {}
}
`,
  );
  const { code, stdout } = await runProgram(["preview", "-c", account.file.path]);
  equal(code, 1);
  match(
    stdout,
    /\[\[\[destination_own\]\]\] own\nCannot make a payload: service "own": Error: no\s/,
  );
  match(stdout, /shop\.hits {2}last /);
});

for (const secret of ["0123456789abcdef".repeat(5), "ab<cd&ef>gh'ij"]) {
  Deno.test(`leexport preview does not tell ${secret}, which a label and an error quote`, async () => {
    await using sink = startReceiver();
    await using account = await startTrialAccount(() =>
      searches(sink, [{ name: "hits" }])
        .replaceAll("service = geckoboard", "service = own")
        .replace(/ +widget_type = pie_chart\n/, "").replace(/ +widget_type.*\n +name = hits\n/, "")
        .replace(`api_key = ${GECKOBOARD_KEY}`, "api_key = ${env:KEY}")
        .replace("[[geckoboard]]", "[[own]]")
        .replace("[Leexport]", "[Leexport]\n    services_dir = .")
    );
    await Deno.writeTextFile(
      `${account.file.folder}/own_service.ts`,
      `import { Service, url } from "leexport";
const keys = { push_url: url("Where to") };
let times = 0;
export class OwnService extends Service<unknown, typeof keys> {
  static override readonly keys = keys;
  override transform(): unknown {
    if (times++ > 0) throw new Error("Unauthorized: " + ${JSON.stringify(secret)});
    return { data: { item: [{ label: ${JSON.stringify(secret)}, value: 1 }] } };
  }
  override async push(): Promise<void> {}
}
`,
    );
    const svg = `${account.file.folder}/own.svg`;
    const args = ["preview", "-c", account.file.path, "--svg", svg];
    const { code, stdout } = await runProgram(args, { env: { KEY: secret } });
    equal(code, 1, stdout);
    const told = stdout + await Deno.readTextFile(svg);
    match(stdout, /\n\[secret\] █/);
    match(stdout, /Unauthorized:\s\[secret\]\s/);
    doesNotMatch(told, /0123456789|ab<cd|ab&lt;|cd&amp;ef/);
  });
}

Deno.test("leexport preview ends quietly with 1 when it is interrupted", async () => {
  const never = Promise.withResolvers<Response>();
  await using sink = startReceiver({ answer: () => never.promise });
  await using file = await writeConfig(
    accountText({ url: sink.url, apiKey: "some-key" }) + searches(sink, [{ name: "hits" }]),
  );
  await using program = startProgram(["preview", "-c", file.path]);
  await sink.received(1);
  program.signal("SIGINT");
  deepEqual(await program.ended, {
    code: 1,
    stdout: "",
    stderr: "interrupted: what was under way is given up\n",
  });
  never.resolve(new Response());
});

Deno.test("wrapSentence() breaks between words, and long words anywhere", () => {
  deepEqual(wrapSentence("one two three", { width: 8, indent: [0, 2] }), ["one two", "  three"]);
  deepEqual(wrapSentence("abcdefgh i", { width: 4 }), ["abcd", "efgh", "i"]);
  deepEqual(wrapSentence("", { width: 4, indent: [2, 2] }), ["  "]);
});
