import assert from "node:assert/strict";
import { Address } from "../../src/log_search/address.ts";

const EU = "https://eu.rest.logs.insight.rapid7.com";

const CASES: readonly [configured: string, href: string, may: "yes" | "no"][] = [
  [EU, `${EU}/query/x:`, "yes"],
  [EU, "https://eu.rest.logs.insight.rapid7.com:443/query/x:", "yes"],
  [EU, "https://eu.api.insight.rapid7.com/log_search/query/x:", "yes"],
  [EU, "https://rest.logentries.com/query/x:", "yes"],
  [EU, "http://eu.rest.logs.insight.rapid7.com/query/x:", "no"],
  [EU, "https://insight.rapid7.com.evil.example/", "no"],
  [EU, "https://evilinsight.rapid7.com/", "no"],
  [EU, "https://evil.example/.insight.rapid7.com", "no"],
  [EU, "https://me:pw@eu.rest.logs.insight.rapid7.com/", "no"],
  [EU, "http://127.0.0.1:8080/", "no"],
  [EU, "ftp://eu.rest.logs.insight.rapid7.com/", "no"],
  ["https://logs.example:8443/ls", "https://logs.example:8443/query/x:", "yes"],
  ["https://logs.example:8443/ls", "https://logs.example/query/x:", "no"],
  ["http://logs.example", "http://logs.example/query/x:", "yes"],
  ["http://logs.example", "https://logs.example/query/x:", "yes"],
  ["http://logs.example", "http://127.0.0.1/", "no"],
  ["http://127.0.0.1:80", "http://127.0.0.1:8080/query/x:", "yes"],
  ["http://localhost:80", "http://[::1]:8080/query/x:", "yes"],
  ["http://localhost:80", "http://127.evil.example/", "no"],
];

for (const [configured, href, may] of CASES) {
  Deno.test(`the key of ${configured} may go to ${href}: ${may}`, () => {
    assert.equal(new Address(configured).mayReceiveKey(new URL(href)), may === "yes");
  });
}

Deno.test("to() joins with one slash, and keeps a prefix", () => {
  assert.equal(new Address(`${EU}/`).to("/query/logs"), `${EU}/query/logs`);
  assert.equal(new Address(`${EU}/log_search//`).to("/query/logs"), `${EU}/log_search/query/logs`);
});
