import assert from "node:assert/strict";
import { catalogOf, SERVICES } from "./catalog.ts";
import type { StatePlace } from "../../src/config/config.ts";
import { Secret } from "../../src/secret.ts";
import { DELIVERY, fileText, LE, LOG, readText, searchText, SLIDING } from "./read_text.ts";

/** The form that leexportpy's README shows, with every placeholder of a value filled in. */
const LEEXPORTPY = `
    [LE]
        x_api_key = {your logentries read-only or read/write api key}

    [Services]
        [[geckoboard]]
            api_key = gecko-key

        [[{another service names}]]
            api_key = {another api key}

    [Searches]
        [[Search0]] # search section names should be unique, other than that they don't affect the functionality.
            [[[query]]]
                logs = ${LOG}
                query_period = 300
                statement = where(event) calculate(count)
                query_range = 30000
            [[[destination]]]
                push_url = https://push.geckoboard.com/v1/send/1
                service = geckoboard
                widget_type = number_stat
                text = "Text to show at Number Stat widget"

        [[SearchN]] # search section names should be unique, other than that they don't affect the functionality.
            [[[query]]]
                query_period = 300
                logs = ${LOG}
                query_range = 30000
                statement = "where(event) calculate(count)"
            [[[destination]]]
                service = dummy
`;

Deno.test("a config in the form of leexportpy's README loads unchanged", async () => {
  const { config, shown } = await readText(
    LEEXPORTPY.replace(
      "x_api_key = {your logentries read-only or read/write api key}",
      [
        "rw_api_key = test_rw_api_key",
        "        ro_api_key = test_ro_api_key",
      ].join("\n"),
    ),
  );
  assert.deepEqual(shown, [
    "config.ini:10:9: warning: Cannot use section [[{another service names}]] in [Services]: " +
    "there is no such service, so it is ignored\n" +
    "  hint: remove it, or write dummy, geckoboard, hosted_graphite, kafka or mine",
  ]);
  assert.ok(config);
  assert.equal(config.logSearch.url, "https://rest.logentries.com");
  assert.equal(config.logSearch.apiKey.reveal(), "test_rw_api_key");
  assert.deepEqual(config.searches, [
    {
      name: "Search0",
      line: 14,
      logs: [LOG],
      logsLine: 16,
      statement: "where(event) calculate(count)",
      statementLine: 18,
      periodSeconds: 300,
      rangeSeconds: 30000,
      ...SLIDING,
      destinations: [{
        name: "destination",
        line: 20,
        service: "geckoboard",
        options: {
          push_url: "https://push.geckoboard.com/v1/send/1",
          widget_type: "number_stat",
          name: "",
          text: "Text to show at Number Stat widget",
        },
        ...DELIVERY,
      }],
    },
    {
      name: "SearchN",
      line: 26,
      logs: [LOG],
      logsLine: 29,
      statement: "where(event) calculate(count)",
      statementLine: 31,
      periodSeconds: 300,
      rangeSeconds: 30000,
      ...SLIDING,
      destinations: [{
        name: "destination",
        line: 32,
        service: "dummy",
        options: {},
        ...DELIVERY,
      }],
    },
  ]);
  const geckoboard = config.services.get("geckoboard");
  assert.equal(geckoboard?.apiKey?.reveal(), "gecko-key");
  assert.deepEqual([geckoboard.net, geckoboard.line], [["push.geckoboard.com:443"], 7]);
  assert.deepEqual([...config.services.keys()], ["dummy", "geckoboard"]);
});

Deno.test("a placeholder instead of the API key is refused with what to write", async () => {
  const { config, shown } = await readText(LEEXPORTPY);
  assert.equal(config, undefined);
  assert.equal(
    shown[0],
    "config.ini:3:21: Cannot ask the log search API: x_api_key is still a placeholder\n" +
      "  hint: write x_api_key = … with the key itself, or ${env:NAME}, ${file:PATH} or ${credential:NAME}",
  );
});

Deno.test("a config names every problem at once, in the order of the file", async () => {
  const { config, shown } = await readText(`[LE]
  x_api_key =
  regoin = eu
[Searches]
  [[errors]]
    [[[query]]]
      logs = ${LOG}
      statment = calculate(count)
      query_period = five
      query_range = 0
    [[[destination]]]
      service = gekoboard
  [[visits]]
    [[[query]]]
      logs = :
      statement = calculate(count)
      query_period = 1.5
      query_range = 60
    [[[destination]]]
      service = geckoboard
      push_url = push.geckoboard.com/v1
      widget_type = lin_chart
      nmae = visits
    [[[destnation_2]]]
[Service]
junk
`);
  assert.equal(config, undefined);
  assert.deepEqual(shown, [
    "config.ini:2:14: Cannot ask the log search API: x_api_key is empty\n" +
    "  hint: write x_api_key = … with the key itself, or ${env:NAME}, ${file:PATH} or ${credential:NAME}",
    'config.ini:3:3: warning: Cannot use key "regoin" in [LE]: it is not known, so it is ignored\n' +
    '  hint: did you mean "region"?',
    'config.ini:6:5: Cannot use search "errors": statement is missing\n' +
    "  hint: add statement = …: LEQL statement that gives statistics",
    'config.ini:8:7: warning: Cannot use key "statment" in search "errors": ' +
    "[[[query]]] has no such key, so it is ignored\n" +
    '  hint: did you mean "statement"?',
    'config.ini:9:22: Cannot read query_period of search "errors": "five" is not a whole number\n' +
    "  hint: write a whole number from 1 to 31536000: Seconds between two runs",
    'config.ini:10:21: Cannot read query_range of search "errors": "0" is below 1\n' +
    "  hint: write a whole number from 1 to 315360000: Seconds before a run that it asks about; only contiguous windows do without",
    'config.ini:12:17: Cannot use service "gekoboard" in search "errors": there is no such service\n' +
    '  hint: did you mean "geckoboard"?',
    'config.ini:15:14: Cannot read logs of search "visits": it is empty\n' +
    "  hint: write a value: Keys of logs, or their names as Set/Log or Log, separated by : or by commas",
    'config.ini:17:22: Cannot read query_period of search "visits": "1.5" is not a whole number\n' +
    "  hint: write a whole number from 1 to 31536000: Seconds between two runs",
    'config.ini:21:18: Cannot read push_url of [[[destination]]] of search "visits": ' +
    "it does not begin with https:// or http://\n  hint: write a whole address",
    'config.ini:22:21: Cannot read widget_type of [[[destination]]] of search "visits": ' +
    '"lin_chart" is not line_chart, bar_chart, pie_chart or number_stat\n' +
    '  hint: did you mean "line_chart"?',
    'config.ini:23:7: Cannot use key "nmae" in [[[destination]]] of search "visits": ' +
    'service "geckoboard" has no such key\n  hint: did you mean "name"?',
    'config.ini:24:5: warning: Cannot use section [[[destnation_2]]] in search "visits": ' +
    "a search holds only [[[query]]], [[[destination]]] and [[[destination_…]]], so it is ignored\n" +
    '  hint: did you mean "destination_2"?',
    "config.ini:25:1: warning: Cannot use section [Service] in this file: it is not known, so it is ignored\n" +
    '  hint: did you mean "Services"?',
    "config.ini:26:1: Cannot read this line: it is neither a [section] nor key = value\n" +
    "  hint: write key = value, or begin the line with # to make it a comment",
  ]);
});

const REFUSED: readonly (readonly [what: string, text: string, shown: readonly string[]])[] = [
  ["an empty file", "", [
    "config.ini:1:1: Cannot ask the log search: there is no section [LE]\n  hint: add [LE]",
    "config.ini:1:1: Cannot find any search: there is no section [Searches]\n  hint: add [Searches]",
  ]],
  ["no search", `${LE}[Searches]\n`, [
    "config.ini:3:1: Cannot find any search: [Searches] is empty\n" +
    "  hint: add [[a name]] with [[[query]]] and [[[destination]]]",
  ]],
  ["a search without sections", `${LE}[Searches]\n[[errors]]\n`, [
    'config.ini:4:1: Cannot use search "errors": it has no [[[query]]]\n' +
    "  hint: add [[[query]]] below [[errors]]",
    'config.ini:4:1: Cannot use search "errors": it has no [[[destination]]]\n' +
    "  hint: add [[[destination]]] below [[errors]]",
  ]],
  ["an [LE] without key", `[LE]\n[Searches]\n${searchText("service = dummy")}`, [
    "config.ini:1:1: Cannot ask the log search API: [LE] holds no API key\n" +
    "  hint: write x_api_key = … with the key itself, or ${env:NAME}, ${file:PATH} or ${credential:NAME}",
  ]],
  [
    "a missing and an empty key of a service",
    fileText("service = hosted_graphite\nmetric_name ="),
    [
      'config.ini:10:5: Cannot use [[[destination]]] of search "errors": push_url is missing\n' +
      "  hint: add push_url = …: Address of the sink",
      'config.ini:12:7: Cannot read metric_name of [[[destination]]] of search "errors": it is empty\n' +
      '  hint: write a value, or "" to leave it empty on purpose: Name of the metric',
    ],
  ],
  [
    "a key as a section",
    fileText("service = dummy").replace("query_period = 60", "[[[[query_period]]]]"),
    [
      'config.ini:5:5: Cannot use search "errors": query_range is missing\n' +
      "  hint: add query_range = …: Seconds before a run that it asks about; only contiguous windows do without",
      'config.ini:8:7: Cannot read query_period of search "errors": [[[[query_period]]]] is a section\n' +
      "  hint: write query_period = …: Seconds between two runs",
    ].toSorted(),
  ],
  ["a host without port", fileText("service = kafka\ntopic = t\nbrokers = a:1, b"), [
    'config.ini:13:17: Cannot read brokers of [[[destination]]] of search "errors": "b" is not host:port\n' +
    "  hint: write it like broker-1:9092",
  ]],
  [
    "region and url together",
    fileText("service = dummy").replace("[Se", "  region = eu\n  url = https://x\n[Se"),
    [
      "config.ini:3:3: Cannot use region and url of [LE] together: each names an address\n" +
      "  hint: remove one of the two",
    ],
  ],
  [
    "an unencrypted url",
    fileText("service = dummy").replace("[Se", "  url = http://example.com\n[Se"),
    [
      "config.ini:3:9: Cannot use url of [LE]: the API key would travel unencrypted\n" +
      "  hint: write https://; http:// is for addresses of this machine only",
    ],
  ],
  ["a value with an undefined name", fileText("service = dummy").replace("calculate", "%(x)s"), [
    'config.ini:7:19: Cannot expand key "statement": there is no "x" for %(x)s\n' +
    "  hint: add x = … to this section, to one around it or to [DEFAULT]",
  ]],
  ["a # that cuts a statement", fileText("service = dummy", { statement: "groupby(#log)" }), [
    'config.ini:7:27: warning: Cannot use all of statement of search "errors": ' +
    "the unquoted # begins a comment that cuts the value\n" +
    "  hint: put ''' before and behind the whole value, or a blank before the # of a comment",
    "config.ini:7:27: Cannot find a key: the statement ends",
  ]],
  [
    "a line without =, and not for the key that it was meant to be",
    fileText("service = dummy").replace("statement =", "statement"),
    [
      "config.ini:7:7: Cannot read this line: it is neither a [section] nor key = value\n" +
      "  hint: write key = value, or begin the line with # to make it a comment",
    ],
  ],
  [
    "a value and what it is cut by, from left to right",
    fileText("service = dummy").replace("= 60", "= soon#er"),
    [
      'config.ini:8:22: Cannot read query_period of search "errors": "soon" is not a whole number\n' +
      "  hint: write a whole number from 1 to 31536000: Seconds between two runs",
      'config.ini:8:26: warning: Cannot use all of query_period of search "errors": ' +
      "the unquoted # begins a comment that cuts the value\n" +
      "  hint: put ''' before and behind the whole value, or a blank before the # of a comment",
    ],
  ],
  ["only the errors of nesting if sections are misplaced", `[LE]\n[[[a]]]\n[Searches]\nx\n`, [
    "config.ini:2:1: Cannot place this section: 3 brackets inside a section of 1\n" +
    "  hint: write 2 on each side, or open the section between them first",
    "config.ini:4:1: Cannot read this line: it is neither a [section] nor key = value\n" +
    "  hint: write key = value, or begin the line with # to make it a comment",
  ]],
];

for (const [what, text, expected] of REFUSED) {
  Deno.test(`a config is refused for ${what}`, async () => {
    const { config, shown } = await readText(text);
    assert.deepEqual(shown, expected);
    assert.equal(config, undefined);
  });
}

const LINE = "service = geckoboard\nwidget_type = line_chart\n";

const ODD: readonly (readonly [what: string, text: string, shown: readonly string[]])[] = [
  ["an unknown region", fileText("service = dummy").replace("[Se", "  region = us9\n[Se"), [
    'config.ini:3:12: warning: Cannot tell whether region "us9" of [LE] exists: it is none of those known\n' +
    '  hint: did you mean "us"?',
  ]],
  ["a # that cuts an address", fileText(`${LINE}push_url = https://push.example/#a`), [
    'config.ini:13:39: warning: Cannot use all of push_url of [[[destination]]] of search "errors": ' +
    "the unquoted # begins a comment that cuts the value\n" +
    "  hint: put ''' before and behind the whole value, or a blank before the # of a comment",
  ]],
  ["a # behind a blank inside brackets", fileText(`${LINE}push_url = https://x\nname = a ( #b)`), [
    'config.ini:14:18: warning: Cannot use all of name of [[[destination]]] of search "errors": ' +
    "the unquoted # begins a comment that cuts the value\n" +
    "  hint: put ''' before and behind the whole value, or a blank before the # of a comment",
  ]],
  [
    "keys that nobody reads",
    fileText("service = dummy").replace("[Se", "  timeout = 3\n[Extra]\n  a = 1\n[Se"),
    [
      'config.ini:3:3: warning: Cannot use key "timeout" in [LE]: it is not known, so it is ignored\n' +
      "  hint: remove it, or write x_api_key, rw_api_key, ro_api_key, region, url or rate_limit",
      "config.ini:4:1: warning: Cannot use section [Extra] in this file: it is not known, so it is ignored\n" +
      "  hint: remove it, or write LE, Leexport, Services or Searches",
    ],
  ],
];

for (const [what, text, expected] of ODD) {
  Deno.test(`a config is read, with a warning, in spite of ${what}`, async () => {
    const { config, shown } = await readText(text);
    assert.deepEqual(shown, expected);
    assert.ok(config);
  });
}

const KEYS: readonly (readonly [what: string, le: string, key: string])[] = [
  ["x_api_key before the others", "ro_api_key = c\nrw_api_key = b\nx_api_key = a", "a"],
  ["rw_api_key before ro_api_key", "ro_api_key = c\nrw_api_key = b", "b"],
  ["the first that is not empty", 'x_api_key =\nrw_api_key = ""\nro_api_key = c', "c"],
  ["the first that is no placeholder", "rw_api_key = {key}\nro_api_key = c", "c"],
];

for (const [what, le, key] of KEYS) {
  Deno.test(`of several API keys the config takes ${what}`, async () => {
    const { config } = await readText(`[LE]\n${le}\n[Searches]\n${searchText("service = dummy")}`);
    assert.equal(config?.logSearch.apiKey.reveal(), key);
  });
}

const ADDRESSES: readonly (readonly [le: string, url: string])[] = [
  ["", "https://rest.logentries.com"],
  ["region = eu", "https://eu.rest.logs.insight.rapid7.com"],
  ["region = EU", "https://eu.rest.logs.insight.rapid7.com"],
  ["region =", "https://rest.logentries.com"],
  [
    "url = https://eu.api.insight.rapid7.com/log_search/",
    "https://eu.api.insight.rapid7.com/log_search",
  ],
  ["url = http://127.0.0.1:8080/", "http://127.0.0.1:8080"],
  ["url = http://[::1]:8080", "http://[::1]:8080"],
];

for (const [le, url] of ADDRESSES) {
  Deno.test(`[LE] with "${le}" asks ${url}`, async () => {
    const { config, shown } = await readText(
      `${LE}${le}\n[Searches]\n${searchText("service = dummy")}`,
    );
    assert.deepEqual(shown, []);
    assert.equal(config?.logSearch.url, url);
  });
}

Deno.test("rate_limit is what the account allows; without it nothing is known", async () => {
  const text = fileText("service = dummy");
  const written = await readText(text.replace("[Se", "  rate_limit = 6000\n[Se"));
  assert.deepEqual(written.shown, []);
  assert.equal(written.config?.logSearch.rateLimit, 6000);
  assert.equal((await readText(text)).config?.logSearch.rateLimit, undefined);
  const refused = await readText(text.replace("[Se", "  rate_limit = 0\n[Se"));
  assert.deepEqual(refused.shown, [
    'config.ini:3:16: Cannot read rate_limit of [LE]: "0" is below 1\n' +
    "  hint: write a whole number from 1: Queries that the account may start in 15 minutes; " +
    "left out, what the API's answers say",
  ]);
});

const STATES: readonly (readonly [written: string, state: StatePlace])[] = [
  ["", { kind: "usual" }],
  ["state_dir =", { kind: "usual" }],
  ["state_dir = none", { kind: "none" }],
  ['state_dir = "none"  # for a try', { kind: "none" }],
  ["state_dir = ./none", { kind: "folder", path: "/etc/leexport/none" }],
  ["state_dir = state", { kind: "folder", path: "/etc/leexport/state" }],
  ["state_dir = /srv/leexport", { kind: "folder", path: "/srv/leexport" }],
];

for (const [written, state] of STATES) {
  Deno.test(`[Leexport] with "${written}" keeps its state in ${JSON.stringify(state)}`, async () => {
    const { config, shown } = await readText(
      `[Leexport]\n${written}\nledger_days = 7\n${fileText("service = dummy")}`,
    );
    assert.deepEqual(shown, []);
    assert.deepEqual([config?.process.state, config?.process.ledgerDays], [state, 7]);
  });
}

const STATEMENTS: readonly (readonly [written: string, statement: string])[] = [
  ["groupby(k1, k2) calculate(count)", "groupby(k1, k2) calculate(count)"],
  ["groupby(k1 , k2) limit(5,2)  # comment", "groupby(k1 , k2) limit(5,2)"],
  [`groupby("k 1", "k 2")`, `groupby("k 1", "k 2")`],
  [`"groupby(a, b)"`, "groupby(a, b)"],
  ["'''where(a=\"#\")\ncalculate(count)'''", 'where(a="#")\ncalculate(count)'],
  ['where(a="${env:NAME}") calculate(count)', 'where(a="${env:NAME}") calculate(count)'],
];

for (const [written, statement] of STATEMENTS) {
  Deno.test(`the statement ${JSON.stringify(written)} is taken as one text`, async () => {
    const { config, shown } = await readText(fileText("service = dummy", { statement: written }));
    assert.deepEqual(shown, []);
    assert.equal(config?.searches[0]?.statement, statement);
  });
}

const TEXTS: readonly (readonly [written: string, text: string])[] = [
  ["a,b", "a,b"],
  ["Errors, by host  # comment", "Errors, by host"],
  ["Errors,", "Errors,"],
  ["'Errors, by host'", "Errors, by host"],
  [`the "first, second", and "third"`, `the "first, second", and "third"`],
];

for (const [written, text] of TEXTS) {
  Deno.test(`the name ${JSON.stringify(written)} is taken as one text`, async () => {
    const { config, shown } = await readText(
      fileText(
        `service = geckoboard\nwidget_type = line_chart\nname = ${written}\n` +
          "push_url = https://push.example/a,b",
      ),
    );
    assert.deepEqual(shown, []);
    const { name, push_url } = config?.searches[0]?.destinations[0]?.options ?? {};
    assert.deepEqual([name, push_url], [text, "https://push.example/a,b"]);
  });
}

const LOGS: readonly (readonly [written: string, logs: readonly string[]])[] = [
  [LOG, [LOG]],
  [`${LOG}: ${LOG.replace("0", "1")}:`, [LOG, LOG.replace("0", "1")]],
  ["Production/nginx, Web log", ["Production/nginx", "Web log"]],
  ['"a, b": c'.replaceAll('"', ""), ["a", "b", "c"]],
  ['"a,b:c"', ["a", "b", "c"]],
];

for (const [written, logs] of LOGS) {
  Deno.test(`logs = ${written} names ${logs.length} logs`, async () => {
    const { config } = await readText(fileText("service = dummy").replace(LOG, written));
    assert.deepEqual(config?.searches[0]?.logs, logs);
  });
}

for (const written of ["a:1,b:2", '"a:1,b:2"', "a:1 , b:2 ,", "'a:1', B:2"]) {
  Deno.test(`brokers = ${written} names two brokers that the service may reach`, async () => {
    const { config, shown } = await readText(
      fileText(`service = kafka\ntopic = t\nbrokers = ${written}\nca_file = ca.pem`),
    );
    assert.deepEqual(shown, []);
    assert.deepEqual(config?.searches[0]?.destinations[0]?.options["brokers"], ["a:1", "b:2"]);
    assert.deepEqual(config.services.get("kafka")?.net, ["a:1", "b:2"]);
    assert.deepEqual(config.services.get("kafka")?.read, ["/etc/leexport/ca.pem"]);
  });
}

Deno.test("[Leexport] and [Services] are read with their defaults", async () => {
  const destinations = "service = mine\npush_url = http://Mine.example/x\n" +
    "[[[destination_2]]]\nservice = mine\npush_url = https://other.example:444";
  const { config, shown } = await readText(`[Leexport]
services_dir = services
log_level = debug
log_format = json
[Services]
[[mine]]
allow_net = extra:1, [::1]:2
memory_limit = 128
[[dummy]]
isolation = process
push_deadline = 5
${fileText(destinations)}
[[[destination_3]]]
service = dummy
`);
  assert.deepEqual(shown, []);
  assert.deepEqual(config?.process, {
    servicesDir: "/etc/leexport/services",
    state: { kind: "usual" },
    ledgerDays: 30,
    logLevel: "debug",
    logFormat: "json",
    logFileMib: 64,
    status: {
      address: { kind: "tcp", hostname: "127.0.0.1", port: 9797 },
      line: undefined,
      token: undefined,
      hosts: [],
    },
  });
  const settings = [...config.services.values()].map((service) => {
    const { name, net, isolation, memoryLimitMib, pushDeadlineMs, line } = service;
    return { name, net, isolation, memoryLimitMib, pushDeadlineMs, line };
  });
  assert.deepEqual(settings, [
    {
      name: "dummy",
      net: [],
      isolation: "process",
      memoryLimitMib: 256,
      pushDeadlineMs: 5000,
      line: 9,
    },
    {
      name: "mine",
      net: ["[::1]:2", "extra:1", "mine.example:80", "other.example:444"],
      isolation: "process",
      memoryLimitMib: 128,
      pushDeadlineMs: 30_000,
      line: 6,
    },
  ]);
  const names = config.searches[0]?.destinations.map(({ name, line }) => `${name} ${line}`);
  assert.deepEqual(names, ["destination 21", "destination_2 24", "destination_3 28"]);
});

Deno.test("values that %(name)s refers to are of use, wherever they stand", async () => {
  const text = fileText("service = geckoboard\nwidget_type = bar_chart\npush_url = %(base)s/1")
    .replace("[Searches]", "[Searches]\n  base = https://push.example/send\n")
    .replace("calculate(count)", "%(what)s") + "[DEFAULT]\n  what = calculate(sum:x)\n";
  const { config, shown } = await readText(text);
  assert.deepEqual(shown, []);
  assert.equal(config?.searches[0]?.statement, "calculate(sum:x)");
  assert.equal(
    config.searches[0]?.destinations[0]?.options["push_url"],
    "https://push.example/send/1",
  );
});

Deno.test("names that objects have are ordinary names of searches and keys", async () => {
  const { config, shown } = await readText(fileText("service = dummy", { name: "__proto__" }));
  assert.deepEqual(shown, []);
  assert.equal(config?.searches[0]?.name, "__proto__");
  const { shown: refused } = await readText(fileText("service = constructor\n__proto__ = 1"));
  assert.deepEqual(refused, [
    'config.ini:11:17: Cannot use service "constructor" in search "errors": there is no such service\n' +
    "  hint: write dummy, geckoboard, hosted_graphite, kafka or mine",
  ]);
});

Deno.test("a config is deeply frozen", async () => {
  const { config } = await readText(
    fileText("service = kafka\ntopic = t\nbrokers = a:1\npassword = hunter2"),
  );
  assert.ok(config);
  const seen = new Set<unknown>();
  const assertFrozen = (value: unknown): void => {
    if (typeof value !== "object" || value === null || seen.has(value)) return;
    seen.add(value);
    assert.ok(Object.isFrozen(value), JSON.stringify(value));
    if (value instanceof Map) {
      assert.throws(() => value.set("a", 1), TypeError);
      assert.throws(() => value.clear(), TypeError);
      value.forEach(assertFrozen);
    }
    if (!(value instanceof Secret)) Object.values(value).forEach(assertFrozen);
  };
  assertFrozen(config);
});

Deno.test("a config of 5,000 searches loads in linear time", async () => {
  const many = (count: number) =>
    `${LE}[Searches]\n` +
    Array.from({ length: count }, (_, index) =>
      searchText(
        `service = geckoboard\npush_url = https://push.example/${index}\nwidget_type = bar_chart`,
        { name: `search ${index}` },
      )).join("");
  await readText(many(500));
  const start = performance.now();
  const { config } = await readText(many(5000));
  assert.equal(config?.searches.length, 5000);
  assert.ok(performance.now() - start < 5000);
});

for (
  const [what, services, shown] of [
    ["has no section", "", [
      "config.ini:1:1: Cannot use [[guarded]] of [Services]: api_key is missing\n" +
      "  hint: add api_key = …: Key that the service pushes with",
    ]],
    ["has an empty api_key", "[Services]\n[[guarded]]\napi_key =\n", [
      "config.ini:14:1: Cannot read api_key of [[guarded]] of [Services]: it is empty\n" +
      '  hint: write a value, or "" to leave it empty on purpose: Key that the service pushes with',
    ]],
    ["has an api_key", "[Services]\n[[guarded]]\napi_key = k\n", []],
  ] as const
) {
  Deno.test(
    `a service that needs an api_key and ${what} ${shown.length > 0 ? "is refused" : "is used"}`,
    async () => {
      const [dummy] = SERVICES;
      const guarded = { ...dummy!, name: "guarded", apiKey: "required" } as const;
      const catalog = catalogOf({ services: [guarded] });
      const read = await readText(`${fileText("service = guarded")}${services}`, { catalog });
      assert.deepEqual(read.shown, shown);
    },
  );
}

Deno.test("a reference that is never closed is refused at its column", async () => {
  const text = fileText("service = dummy").replace("le-key", "${env:LEKEY");
  const { shown } = await readText(text);
  assert.deepEqual(shown, [
    'config.ini:2:15: Cannot read x_api_key of [LE]: its "${…" is never closed\n' +
    "  hint: write } at its end",
  ]);
});
