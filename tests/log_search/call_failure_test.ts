import assert from "node:assert/strict";
import { callFailureOf } from "../../src/log_search/call_failure.ts";

/** As Deno 2.9.6 words them, with an address whose words must not mislead. */
const AT = "for url (https://timeout.certificate.example/reset?q=tls)";
const CASES: readonly [cause: string, kind: string, message: string][] = [
  [
    `error sending request ${AT}: client error (Connect): dns error: failed to lookup address information: Name or service not known`,
    "dns",
    "cannot be reached: its name is not known",
  ],
  [
    `error sending request ${AT}: client error (Connect): tcp connect error: Connection refused (os error 111)`,
    "refused",
    "refused the connection",
  ],
  ["Connection reset by peer (os error 104)", "reset", "reset the connection"],
  [
    `error sending request from 127.0.0.1:4 for http://a.example/ (127.0.0.1:5): client error (SendRequest): connection closed before message completed`,
    "closed",
    "closed the connection without an answer",
  ],
  [
    `error sending request ${AT}: client error (Connect): tcp connect error: Network is unreachable (os error 101)`,
    "unreachable",
    "cannot be reached: there is no route to it",
  ],
  [
    `error sending request ${AT}: client error (Connect): tcp connect error: Connection timed out (os error 110)`,
    "timeout",
    "did not answer in time",
  ],
  [
    `error sending request ${AT}: client error (Connect): invalid peer certificate: UnknownIssuer`,
    "tls",
    "has a certificate that cannot be trusted",
  ],
  [
    `error sending request ${AT}: client error (Connect): received corrupt message of type InvalidContentType`,
    "tls",
    "does not speak TLS",
  ],
  [
    `error sending request ${AT}: client error (SendRequest): invalid HTTP version parsed`,
    "foreign",
    "does not speak HTTP",
  ],
  [
    `error sending request ${AT}: something new`,
    "other",
    "could not be asked: error sending request for url its address something new",
  ],
];

for (const [cause, kind, message] of CASES) {
  Deno.test(`callFailureOf() words "${cause.split(": ").at(-1)}" as "${message}"`, () => {
    const failure = callFailureOf(new TypeError("fetch failed", { cause: new Error(cause) }));
    assert.equal(failure.message, message);
    assert.equal(failure.kind, kind);
  });
}

Deno.test("callFailureOf() reads an error without cause, and anything thrown", () => {
  const failure = callFailureOf(new TypeError("error reading a body from connection"));
  assert.equal(failure.message, "cut its answer off");
  assert.equal(callFailureOf(failure), failure);
  assert.equal(
    callFailureOf(new TypeError("Fetch failed: Requests to port 1 are blocked")).message,
    "could not be asked: Fetch failed: Requests to port 1 are blocked",
  );
  assert.equal(callFailureOf("odd").message, "could not be asked: odd");
});

Deno.test("callFailureOf() is not endless", () => {
  assert.equal(callFailureOf(new Error("x".repeat(900))).message.length, 220);
});
