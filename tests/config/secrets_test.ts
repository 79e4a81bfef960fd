import assert from "node:assert/strict";
import { configToJson } from "../../src/config/config_to_json.ts";
import { maskUrl, secretsInUrl } from "../../src/config/url_secrets.ts";
import { redact, Secret } from "../../src/secret.ts";
import { DELIVERY, fileText, readText, SLIDING } from "./read_text.ts";

const WIDGET = "106305-941e6130-0b3b-0132-3d66-22000b490a2f";

Deno.test("references are replaced in [LE], [Services] and destinations, and hidden", async () => {
  const references = {
    "env:LE_KEY": "key-from-env",
    "file:gecko": "key-from-file",
    "credential:widget": "widget-from-credential",
    "env:REGION": "eu",
  };
  const text = fileText(
    "service = geckoboard\nwidget_type = bar_chart\n" +
      "push_url = https://push.example/${credential:widget}/x",
  ).replace(
    "x_api_key = le-key",
    "x_api_key = ${env:LE_KEY}\nregion = ${env:REGION}\n[Services]\n[[geckoboard]]\napi_key = '${file:gecko}'",
  );
  const { config, shown } = await readText(text, { references });
  assert.deepEqual(shown, []);
  assert.ok(config);
  assert.equal(config.logSearch.apiKey.reveal(), "key-from-env");
  assert.equal(config.logSearch.url, "https://eu.rest.logs.insight.rapid7.com");
  const geckoboard = config.services.get("geckoboard");
  assert.equal(geckoboard?.apiKey?.reveal(), "key-from-file");
  assert.deepEqual(geckoboard.net, ["push.example:443"]);
  const pushUrl = config.searches[0]?.destinations[0]?.options["push_url"];
  assert.ok(pushUrl instanceof Secret);
  assert.equal(pushUrl.reveal(), "https://push.example/widget-from-credential/x");
  assert.equal(redact("refused: widget-from-credential"), "refused: [secret]");
  assert.doesNotMatch(JSON.stringify(configToJson(config)), /key-from|from-credential/);
});

Deno.test("a reference inside a list is hidden too", async () => {
  const { config } = await readText(
    fileText("service = kafka\ntopic = t\nbrokers = a:1\ntags = plain, ${env:TAG}"),
    { references: { "env:TAG": "tag-from-env" } },
  );
  assert.ok(config);
  assert.deepEqual(config.searches[0]?.destinations[0]?.options["tags"], ["plain", "tag-from-env"]);
  assert.match(JSON.stringify(configToJson(config)), /"tags":\["plain","\[secret\]"\]/);
});

const MISSING: readonly (readonly [lines: string, shown: readonly string[]])[] = [
  ["service = dummy\npush_url = 'https://x/${env:A}/${file:b}'", [
    'config.ini:12:29: Cannot read push_url of [[[destination]]] of search "errors": env A is missing\n' +
    "  hint: set it",
    'config.ini:12:38: Cannot read push_url of [[[destination]]] of search "errors": file b is missing\n' +
    "  hint: set it",
  ]],
  ["service = dummy\npush_url = '''\n${env:A}'''", [
    'config.ini:13:7: Cannot read push_url of [[[destination]]] of search "errors": env A is missing\n' +
    "  hint: set it",
  ]],
  ["service = kafka\ntopic = t\nbrokers = a:1\npassword = ${ENV:A}", [
    'config.ini:14:18: Cannot read password of [[[destination]]] of search "errors": ' +
    '"${ENV:…}" is no known reference\n  hint: did you mean "${env:…}"?',
  ]],
  ["service = kafka\ntopic = t\nbrokers = a:1\npassword = $PASSWORD", [
    'config.ini:14:18: Cannot read password of [[[destination]]] of search "errors": ' +
    "it is still a placeholder\n" +
    "  hint: write the key itself, or ${env:NAME}, ${file:PATH} or ${credential:NAME}",
  ]],
];

for (const [lines, expected] of MISSING) {
  Deno.test(`a reference that leads nowhere is shown where it stands: ${JSON.stringify(lines)}`, async () => {
    const { config, shown } = await readText(fileText(lines));
    assert.deepEqual(shown, expected);
    assert.equal(config, undefined);
  });
}

Deno.test("no problem shows a secret, whatever is wrong with it", async () => {
  const text = `[LE]
  x_api_key = hunter2 hunter2
  url = http://user:hunter2@example.com
[Services]
  [[kafka]]
    api_key = "hunter2
    memory_limit = \${env:LIMIT}
  [[geckoboard]]
    isolation = \${env:ISOLATION}
${fileText("service = kafka\ntopic = t\nbrokers = ${env:BROKERS}\npassword = hunter2, # hunter2")}
    [[[destination_2]]]
      service = geckoboard
      push_url = htp://user:hunter2@example.com
      widget_type = \${env:TYPE}
`.replace("[LE]\n  x_api_key = le-key\n", "");
  const hunter2 = "hunter2";
  const { config, shown } = await readText(text, {
    references: {
      "env:LIMIT": hunter2,
      "env:ISOLATION": hunter2,
      "env:BROKERS": hunter2,
      "env:TYPE": hunter2,
    },
  });
  assert.equal(config, undefined);
  assert.equal(shown.length, 8);
  assert.doesNotMatch(shown.join("\n"), /hunter2/);
});

Deno.test("a key of a widget inside push_url is taken out of the log", async () => {
  const { config } = await readText(
    fileText(
      `service = geckoboard\nwidget_type = bar_chart\npush_url = https://push.geckoboard.com/v1/send/${WIDGET}`,
    ),
  );
  assert.ok(config);
  assert.equal(
    redact(`error sending request for url (https://push.geckoboard.com/v1/send/${WIDGET})`),
    "error sending request for url (https://push.geckoboard.com/v1/send/[secret])",
  );
});

Deno.test("a user name and a short key in an address are taken out of the log", async () => {
  const address = "https://tok_abcdefg@host/x?key=shortsecret";
  const { config } = await readText(
    fileText(`service = geckoboard\nwidget_type = bar_chart\npush_url = ${address}`),
  );
  assert.ok(config);
  assert.equal(redact(`refused: ${address}`), "refused: https://[secret]@host/x?key=[secret]");
});

const MASKED: readonly (readonly [address: string, shown: string, secrets: readonly string[]])[] = [
  ["https://www.hostedgraphite.com/api/v1/sink", "https://www.hostedgraphite.com/api/v1/sink", []],
  [
    `https://push.geckoboard.com/v1/send/${WIDGET}`,
    "https://push.geckoboard.com/v1/send/[secret]",
    [WIDGET],
  ],
  ["http://me:pass@host:8080/a/b", "http://[secret]@host:8080/a/b", ["me", "pass"]],
  ["https://host/hook?token=a1&b=2#c", "https://host/hook?[secret]#[secret]", []],
  ["https://tok_abcdefg@host/x?key=shortsecret", "https://[secret]@host/x?[secret]", [
    "tok_abcdefg",
    "shortsecret",
  ]],
  ["https://u%40x:p%2Fw@host/", "https://[secret]@host/", ["u%40x", "u@x", "p%2Fw", "p/w"]],
  ["https://host/?X-Api-Key=ab+c%2F&sig=wxyz&room=hall", "https://host/?[secret]", [
    "ab+c%2F",
    "ab c/",
    "wxyz",
  ]],
  ["https://host/hook?token=0123456789abcdef", "https://host/hook?[secret]", ["0123456789abcdef"]],
  ["nonsense", "[secret]", []],
];

for (const [address, shown, secrets] of MASKED) {
  Deno.test(`${address} is shown as ${shown}`, () => {
    assert.equal(maskUrl(address), shown);
    assert.deepEqual(secretsInUrl(address), secrets);
  });
}

Deno.test("configToJson() shows what was read, defaults included, without secrets", async () => {
  const text = fileText(
    "service = kafka\ntopic = t\nbrokers = a:1\npassword = hunter2\n[[[destination_2]]]\n" +
      `service = geckoboard\nwidget_type = bar_chart\npush_url = https://u:p@host/${WIDGET}`,
  ).replace("[Searches]", "[Services]\n[[kafka]]\napi_key = kafka-key\n[Searches]");
  const { config, shown } = await readText(text);
  assert.deepEqual(shown, []);
  assert.ok(config);
  const shownConfig = JSON.parse(JSON.stringify(configToJson(config)));
  assert.deepEqual(shownConfig, {
    file: "config.ini",
    logSearch: { url: "https://rest.logentries.com", apiKey: "[secret]", rateLimit: null, line: 1 },
    process: {
      servicesDir: null,
      state: { kind: "usual" },
      ledgerDays: 30,
      logLevel: "info",
      logFormat: "text",
      logFileMib: 64,
      status: {
        address: { kind: "tcp", hostname: "127.0.0.1", port: 9797 },
        token: null,
        hosts: [],
      },
    },
    services: {
      geckoboard: {
        name: "geckoboard",
        net: ["host:443"],
        read: [],
        isolation: "worker",
        memoryLimitMib: 256,
        pushDeadlineMs: 30_000,
        apiKey: null,
        line: null,
        module: {
          origin: "shipped",
          file: "src/services/geckoboard_service.ts",
          className: "geckoboardService",
        },
      },
      kafka: {
        name: "kafka",
        net: ["a:1"],
        read: [],
        isolation: "worker",
        memoryLimitMib: 256,
        pushDeadlineMs: 30_000,
        apiKey: "[secret]",
        line: 4,
        module: {
          origin: "shipped",
          file: "src/services/kafka_service.ts",
          className: "kafkaService",
        },
      },
    },
    searches: [{
      name: "errors",
      line: 7,
      logs: ["0c2f8f6e-1111-4a3b-9c77-5d8f6a1b2c3d"],
      logsLine: 9,
      statement: "calculate(count)",
      statementLine: 10,
      periodSeconds: 60,
      rangeSeconds: 3600,
      ...SLIDING,
      destinations: [
        {
          name: "destination",
          line: 13,
          service: "kafka",
          options: { topic: "t", brokers: ["a:1"], retries: 3, password: "[secret]" },
          ...DELIVERY,
          expireAfterSeconds: null,
        },
        {
          name: "destination_2",
          line: 18,
          service: "geckoboard",
          options: {
            push_url: "https://[secret]@host/[secret]",
            widget_type: "bar_chart",
            name: "",
            text: "",
          },
          ...DELIVERY,
          expireAfterSeconds: null,
        },
      ],
    }],
  });
});
