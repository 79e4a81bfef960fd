import { deepEqual, equal, ok } from "node:assert/strict";
import { read, tableRows } from "./pages.ts";

const PAGE = "docs/from-leexportpy.md";
const HEADINGS = [
  "## Command line",
  "## Config file",
  "## When searches run",
  "## Asking the API",
  "## Reading the answer",
  "## What arrives",
  "## Secrets",
];

/** For each behaviour that is kept: the file and the name of a test that holds it, as the source of the test has it. */
const HELD_BY: Readonly<Record<string, readonly [file: string, name: string]>> = {
  "`start -c FILE`": [
    "commands/start_test.ts",
    "leexport start asks for the last query_range and pushes the payload, key inside",
  ],
  "a file as leexportpy's README describes it": [
    "config/read_config_test.ts",
    "a config in the form of leexportpy's README loads unchanged",
  ],
  "sections and keys": [
    "config/read_config_test.ts",
    "a config in the form of leexportpy's README loads unchanged",
  ],
  "dialect": [
    "config/ini_configobj_test.ts",
    "parseIni() reads what ConfigObj reads and refuses the line that ConfigObj refuses",
  ],
  "rw_api_key and ro_api_key": ["config/read_config_test.ts", "rw_api_key before ro_api_key"],
  "address of the API": ["config/read_config_test.ts", '["", "https://rest.logentries.com"]'],
  "several logs": ["config/read_config_test.ts", "logs = ${written} names ${logs.length} logs"],
  "several brokers of Kafka": [
    "config/read_config_test.ts",
    "brokers = ${written} names two brokers that the service may reach",
  ],
  "unquoted `#`": ["config/read_config_test.ts", "a # that cuts an address"],
  "unknown keys and sections": ["config/read_config_test.ts", "keys that nobody reads"],
  "name of a service": [
    "services/service_contract_test.ts",
    "the shipped services are those that leexportpy had",
  ],
  "following runs": [
    "engine/sliding_loop_test.ts",
    "SlidingLoop runs a search every period, without drift",
  ],
  "missed runs": [
    "engine/schedule_test.ts",
    "nextDue() passes over instants that a long run missed, and counts them",
  ],
  "length of a window": [
    "commands/start_test.ts",
    "leexport start asks for the last query_range and pushes the payload, key inside",
  ],
  "the question": [
    "log_search/life_cycle_test.ts",
    "query() posts the question with key and name, and gives the body as received",
  ],
  "status 202": [
    "log_search/life_cycle_test.ts",
    "query() polls a 202 until the link is gone, on one connection",
  ],
  "groups and values over time": [
    "services/payload_equality_test.ts",
    "pushes what leexportpy pushes",
  ],
  "time of a slice": [
    "query_response_test.ts",
    "slices are labelled at their start, in Unix milliseconds",
  ],
  "labels of several keys": [
    "query_response_test.ts",
    "several keys give one series for each innermost group, with the parts of its label",
  ],
  "Geckoboard payloads": ["services/payload_equality_test.ts", "pushes what leexportpy pushes"],
  "an answer that does not fit the widget": [
    "services/geckoboard_service_test.ts",
    "geckoboard pushes nothing and says: ${message} (${widget_type})",
  ],
  "Hosted Graphite": [
    "services/hosted_graphite_service_test.ts",
    "hosted_graphite puts lines, with the key as user and no password",
  ],
  "values of Kafka": ["services/payload_equality_test.ts", "pushes what leexportpy pushes"],
  "keys in config": [
    "config/load_config_test.ts",
    "loadConfig() takes secrets from the environment, from files and from systemd",
  ],
};

const ROWS = HEADINGS.flatMap((heading) => {
  const rows = tableRows(PAGE, heading);
  ok(rows.length > 0, heading);
  return rows;
});

Deno.test("every behaviour of leexportpy is called kept or changed", () => {
  deepEqual(ROWS.filter((row) => row.length !== 4), []);
  deepEqual(ROWS.filter(([, , , verdict = ""]) => !/^(kept|changed)$/.test(verdict)), []);
  equal(new Set(ROWS.map(([what]) => what)).size, ROWS.length);
});

Deno.test("every behaviour that is called kept is held by a test, and the test is there", () => {
  const kept = ROWS.filter(([, , , verdict]) => verdict === "kept").map(([what = ""]) => what);
  deepEqual(Object.keys(HELD_BY).sort(), kept.toSorted());
  const missing = Object.values(HELD_BY).filter(([file, name]) =>
    !read(`tests/${file}`).includes(name)
  );
  deepEqual(missing, []);
});
