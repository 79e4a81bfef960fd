import { deepEqual, equal, match, ok } from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { loadConfig } from "../../src/config/load_config.ts";
import { otherRegions } from "../../src/config/region_address.ts";
import { drawFindings } from "../../src/draw/findings.ts";
import { labelWidth } from "../../src/draw/label.ts";
import { certificateFault } from "../../src/probe/connect.ts";
import type { Finding } from "../../src/probe/finding.ts";
import { probe, type ProbeOptions } from "../../src/probe/probe.ts";
import { openCatalog } from "../../src/service_host/catalog.ts";
import { GECKOBOARD_KEY, LOG_KEY } from "../config_text.ts";
import { runProgram } from "../program.ts";
import { closedHost } from "../servers/closed_host.ts";
import { startReceiver } from "../../src/testing.ts";
import { startMuteServer } from "../servers/mute_server.ts";
import { canRun, isMissing } from "../servers/requirement.ts";
import { startTlsServer } from "../servers/tls_server.ts";
import { startSimulation } from "../simulator/simulation.ts";
import { startTrialAccount } from "./trial_account.ts";

const withoutOpenssl = isMissing(
  await canRun("openssl", ["version"]) ? undefined : "install openssl for the tests of TLS",
);

interface Search {
  readonly logs?: string;
  /** Lines of further destinations. */
  readonly more?: string;
}

/** Searches that push to Geckoboard, as a config has them behind three lines of `[LE]`. */
function searches(pushUrl: string, all: readonly Search[]): string {
  const sections = all.map(({ logs = "Production/web", more = "" }, index) =>
    `    [[search ${index}]]
        [[[query]]]
            logs = ${logs}
            statement = calculate(count)
            query_period = 60
            query_range = 60
        [[[destination]]]
            service = geckoboard
            push_url = ${pushUrl}
            widget_type = line_chart
${more}`
  );
  return `[Services]
    [[geckoboard]]
        api_key = ${GECKOBOARD_KEY}
[Searches]
${sections.join("")}[Leexport]
    status_address = none
`;
}

function kafka(brokers: string, more = ""): string {
  return `        [[[destination_kafka]]]
            service = kafka
            topic = numbers
            brokers = ${brokers}
${more}`;
}

async function probed(
  file: string,
  options: Partial<ProbeOptions> = {},
): Promise<readonly Finding[]> {
  const { config, problems } = await loadConfig(file, { openCatalog });
  ok(config, JSON.stringify(problems));
  return await probe(config, { regions: new Map(), ...options });
}

/** The finding about a thing; the test fails if there is none, or several. */
function about(findings: readonly Finding[], tried: string): Finding {
  const found = findings.filter((finding) => finding.tried === tried);
  equal(found.length, 1, `${tried} in ${JSON.stringify(findings)}`);
  return found[0]!;
}

Deno.test("leexport check --online tries key, logs and destinations once each, and pushes nothing", async () => {
  await using sink = startReceiver();
  await using account = await startTrialAccount(() =>
    searches(`${sink.url}/v1/send/1`, [{}, { logs: "app, Production/web" }])
  );
  const args = ["check", "-c", account.file.path, "--online"];
  const { code, stdout, stderr } = await runProgram(args);
  deepEqual([code, stderr], [0, ""]);
  const [web, app] = account.api.logs.map(({ key }) => key);
  equal(
    stdout.slice(stdout.indexOf("\n")),
    `

LINE  TRIED               FOUND
   3  API key             ok: ${new URL(account.api.url).host} lists 2 logs
  10  log Production/web  ok: ${web}
  20  log app             ok: ${app}
  14  ${sink.host.padEnd(18)}  ok: takes connections

4 tried, all is well; nothing was pushed
`,
  );
  deepEqual(sink.requests, []);
});

Deno.test("leexport check --online exits 1 and says what to do about what fails", async () => {
  await using account = await startTrialAccount(() =>
    searches("http://127.0.0.1:9/v1/send/1", [{ logs: `Production/wep, ${LOG_KEY}` }])
  );
  const { code, stdout } = await runProgram(["check", "-c", account.file.path, "--online"]);
  equal(code, 1);
  match(stdout, /10 {2}log Production\/wep\s+FAILED: \S+ knows no log\s/);
  match(stdout, /hint: write Production\/web\s/);
  match(stdout, /10 {2}log 0c2f8f6e-\S+\s+FAILED: the account has no log with this key\s/);
  match(stdout, /14 {2}127\.0\.0\.1:9\s+FAILED: refused the connection\s+hint: correct push_url/);
  match(stdout, /\n4 tried, 3 failed; nothing was pushed\n$/);
});

Deno.test("leexport check --online --json has a member of findings", async () => {
  await using sink = startReceiver();
  await using account = await startTrialAccount(() => searches(`${sink.url}/v1/send/1`, [{}]));
  const args = ["check", "-c", account.file.path, "--json"];
  const offline = JSON.parse((await runProgram(args)).stdout);
  equal("online" in offline, false);
  const { code, stdout } = await runProgram([...args, "--online"]);
  const { online } = JSON.parse(stdout);
  equal(code, 0);
  deepEqual(online[0], {
    tried: "API key",
    line: 3,
    outcome: "ok",
    found: `${new URL(account.api.url).host} lists 2 logs`,
  });
  deepEqual(online.map(({ outcome }: Finding) => outcome), ["ok", "ok", "ok"]);
});

Deno.test("leexport check --online asks nobody while the config cannot be used", async () => {
  await using account = await startTrialAccount(() => "[Searches]\n");
  const args = ["check", "-c", account.file.path, "--online"];
  const { code, stdout } = await runProgram(args);
  equal(code, 2);
  match(stdout, /config\.ini cannot be used: \d+ problems?\n$/);
  equal(JSON.parse((await runProgram([...args, "--json"])).stdout).online, null);
});

Deno.test("probe() finds the region that a refused key belongs to, and looks the logs up there", async () => {
  await using sink = startReceiver();
  await using other = await startSimulation({ apiKey: "another-key-of-another-region" });
  await using account = await startTrialAccount(() => searches(`${sink.url}/v1/send/1`, [{}]));
  const text = await Deno.readTextFile(account.file.path);
  await account.file.replace(text.replace(account.api.url, other.url));
  const regions = new Map([["ca", other.url], ["us", account.api.url]]);
  const findings = await probed(account.file.path, { regions });
  const { outcome, found, hint, line } = about(findings, "API key");
  deepEqual([outcome, line], ["failed", 3]);
  match(found, /^127\.0\.0\.1:\d+ answered 401 .*; the key belongs to region us$/);
  match(hint ?? "", /^write region = us into \[LE\]/);
  equal(about(findings, "log Production/web").outcome, "ok");
});

Deno.test("probe() says that no region takes a key, and leaves the logs alone", async () => {
  await using sink = startReceiver();
  await using other = await startSimulation({ apiKey: "another-key-of-another-region" });
  await using account = await startTrialAccount(() => searches(`${sink.url}/v1/send/1`, [{}]));
  const text = await Deno.readTextFile(account.file.path);
  await account.file.replace(text.replace(account.api.url, other.url));
  const findings = await probed(account.file.path, { regions: new Map([["us", other.url]]) });
  match(about(findings, "API key").found, /; no other region takes the key$/);
  const { outcome, found } = about(findings, "log Production/web");
  deepEqual([outcome, found], ["untried", "the logs cannot be listed"]);
  equal(about(findings, sink.host).outcome, "ok");
});

Deno.test("probe() asks no other region about an API that cannot be reached", async () => {
  await using sink = startReceiver();
  await using account = await startTrialAccount(() => searches(`${sink.url}/v1/send/1`, [{}]));
  const text = await Deno.readTextFile(account.file.path);
  await account.file.replace(text.replace(account.api.url, `http://${closedHost()}`));
  const regions = new Map([["us", account.api.url]]);
  const findings = await probed(account.file.path, { regions });
  match(about(findings, "API key").found, /^127\.0\.0\.1:\d+ refused the connection$/);
  const { outcome, found } = about(findings, "log Production/web");
  deepEqual([outcome, found], ["untried", "the logs cannot be listed"]);
});

Deno.test("otherRegions() names the vendor's other regions, and none for another's API", () => {
  const others = otherRegions("https://eu.rest.logs.insight.rapid7.com");
  deepEqual([...others.keys()], ["us", "us2", "us3", "ca", "au", "ap"]);
  equal(others.get("us3"), "https://us3.rest.logs.insight.rapid7.com");
  equal(otherRegions("https://rest.logentries.com").size, 7);
  equal(otherRegions("https://logs.example.com").size, 0);
  equal(otherRegions("http://127.0.0.1:8080").size, 0);
});

Deno.test({
  name: "probe() checks the certificates of https and of Kafka with TLS",
  // Elsewhere 127.0.0.2 is not this machine.
  ignore: withoutOpenssl || Deno.build.os !== "linux",
  async fn() {
    await using tls = await startTlsServer();
    await using elsewhere = await startTlsServer({ hostname: "127.0.0.2" });
    await using plain = startReceiver();
    const lines = [
      kafka(`localhost:${tls.port}`, `            ssl_ca = ${tls.ca}\n`),
      kafka(`127.0.0.1:${tls.port}`, "            ssl = on\n"),
      kafka(`127.0.0.1:${tls.port}`, `            ssl = off\n            ssl_ca = ${tls.ca}\n`),
      kafka(plain.host, "            ssl = on\n"),
      kafka(`127.0.0.2:${elsewhere.port}`, `            ssl_ca = ${elsewhere.ca}\n`),
    ];
    await using account = await startTrialAccount(() =>
      searches(`https://localhost:${tls.port}/x`, lines.map((more) => ({ more })))
    );
    const findings = (await probed(account.file.path)).filter(({ tried }) => /:\d+$/.test(tried));
    deepEqual(findings.map(({ tried, outcome, found }) => [tried, outcome, found]), [
      [`localhost:${tls.port}`, "failed", "has a certificate that nobody known here has signed"],
      [`localhost:${tls.port}`, "ok", "takes connections, its certificate is good"],
      [`127.0.0.1:${tls.port}`, "failed", "has a certificate that nobody known here has signed"],
      [`127.0.0.1:${tls.port}`, "ok", "takes connections"],
      [plain.host, "failed", "does not speak TLS"],
      [`127.0.0.2:${elsewhere.port}`, "failed", "has a certificate for another name"],
    ]);
    match(findings[0]?.hint ?? "", /^set DENO_TLS_CA_STORE=system or DENO_CERT/);
    match(findings[2]?.hint ?? "", /^name the certificate of the cluster's authority in ssl_ca/);
  },
});

Deno.test("probe() gives up a handshake that is never finished, and lets go of the connection", async () => {
  await using mute = startMuteServer();
  await using account = await startTrialAccount(() => searches(`https://${mute.host}/x`, [{}]));
  const findings = await probed(account.file.path, { deadlineMs: 500 });
  const { outcome, found } = about(findings, mute.host);
  deepEqual([outcome, found], ["failed", "finished no TLS handshake within 0.5 s"]);
  equal(mute.connections, 1);
  await mute.allEnded();
});

Deno.test("certificateFault() tells a certificate that is too old from one that nobody signed", () => {
  const code = "UNABLE_TO_VERIFY_LEAF_SIGNATURE";
  const valid = { validFrom: 1000, validTo: 2000 };
  equal(certificateFault(code, { ...valid, now: 1500 }), code);
  equal(certificateFault(code, { ...valid, now: 2001 }), "CERT_HAS_EXPIRED");
  equal(certificateFault(code, { ...valid, now: 999 }), "CERT_NOT_YET_VALID");
  equal(certificateFault(code, { validFrom: NaN, validTo: NaN, now: 999 }), code);
});

Deno.test("probe() names the certificate file that cannot be read", async () => {
  await using sink = startReceiver();
  await using account = await startTrialAccount(() =>
    searches(`${sink.url}/x`, [{ more: kafka(sink.host, "            ssl_ca = nowhere.pem\n") }])
  );
  const { found, hint } = (await probed(account.file.path)).at(-1)!;
  match(found, /^ssl_ca "\S+nowhere\.pem" cannot be read: there is no such file$/);
  equal(hint, "correct ssl_ca");
});

Deno.test("drawFindings() puts findings in columns, and below each other where they do not fit", () => {
  const hint = "correct push_url, or look at the name service of this machine";
  const rows = [
    { line: 3, tried: "API key", outcome: "ok", found: "eu.example lists 2 logs" },
    { line: 1204, tried: "push.example.com:443", outcome: "failed", found: "refused", hint },
  ] as const;
  deepEqual(drawFindings(rows, { width: 80, colour: "none" }), [
    "LINE  TRIED                 FOUND",
    "   3  API key               ok: eu.example lists 2 logs",
    "1204  push.example.com:443  FAILED: refused",
    "                              hint: correct push_url, or look at the name",
    "                                service of this machine",
  ]);
  deepEqual(drawFindings(rows, { width: 40, colour: "none" }), [
    "   3  API key",
    "      ok: eu.example lists 2 logs",
    "1204  push.example.com:443",
    "      FAILED: refused",
    "        hint: correct push_url, or look",
    "          at the name service of this",
    "          machine",
  ]);
});

Deno.test("drawFindings() keeps the key of a log whole where it fits a line", () => {
  const rows = [
    { line: 12, tried: `log ${LOG_KEY}`, outcome: "untried", found: "the logs cannot be listed" },
    { line: 13, tried: "log web", outcome: "ok", found: LOG_KEY },
    { line: 14, tried: `${LOG_KEY}:443`, outcome: "ok", found: "" },
    { line: 15, tried: `${LOG_KEY}-${LOG_KEY}`, outcome: "ok", found: "" },
  ] as const;
  deepEqual(drawFindings(rows, { width: 40, colour: "none" }), [
    "  12  log",
    `    ${LOG_KEY}`,
    "      not tried: the logs cannot be",
    "        listed",
    "  13  log web",
    "      ok:",
    `    ${LOG_KEY}`,
    "  14",
    `${LOG_KEY}:443`,
    "      ok",
    `  15  ${LOG_KEY.slice(0, 34)}`,
    `      ${LOG_KEY.slice(34)}-${LOG_KEY.slice(0, 31)}`,
    `      ${LOG_KEY.slice(31)}`,
    "      ok",
  ]);
});

for (const width of [40, 80, 200]) {
  for (const colour of ["none", "ansi"] as const) {
    Deno.test(`drawFindings() fits ${width} columns with colour ${colour}`, () => {
      const hint = "correct push_url, or look whether it runs and which firewall is in between";
      const rows = [
        { line: 3, tried: "API key", outcome: "ok", found: "" },
        { line: 12, tried: `log ${LOG_KEY}`, outcome: "untried", found: "it needs a key" },
        { line: 104, tried: "push.example.com:443", outcome: "failed", found: "refused", hint },
        { line: 9, tried: "a-very-long-host.of-a.example.com:443", outcome: "ok", found: "well" },
      ] as const;
      const lines = drawFindings(rows, { width, colour });
      const plain = lines.map((line) => stripVTControlCharacters(line));
      equal(lines.join() !== plain.join(), colour === "ansi");
      ok(plain.every((line) => labelWidth(line) <= width));
      const words = plain.join(" ").replaceAll(/\s+/g, " ");
      ok(words.includes(`hint: ${hint}`), words);
    });
  }
}
