import { equal } from "node:assert/strict";
import { redact, redactJson, Secret } from "../src/secret.ts";

Deno.test("Secret prints as [secret] wherever it is printed", () => {
  const secret = new Secret("hunter2-hunter2");
  equal(`${secret}`, "[secret]");
  equal(JSON.stringify({ secret }), '{"secret":"[secret]"}');
  equal(Deno.inspect({ secret }), "{ secret: [secret] }");
});

Deno.test("Secret.reveal() gives the text", () => {
  equal(new Secret("hunter2-hunter2").reveal(), "hunter2-hunter2");
});

Deno.test("redact() takes every secret out of foreign text, also as part of an address or of JSON", () => {
  new Secret('a b"c/d');
  equal(redact('said a b"c/d'), "said [secret]");
  equal(redact("GET https://x/?key=a%20b%22c%2Fd"), "GET https://x/?key=[secret]");
  equal(redact('{"key":"a b\\"c/d"}'), '{"key":"[secret]"}');
});

Deno.test("redact() takes the longer of two secrets that begin alike", () => {
  new Secret("prefix-one");
  new Secret("prefix-one-two");
  equal(redact("prefix-one-two"), "[secret]");
});

Deno.test("redact() leaves text without secrets alone", () => {
  equal(redact("nothing to hide"), "nothing to hide");
});

Deno.test("redactJson() finds a secret however JSON escapes it, and leaves numbers as they are", () => {
  new Secret('e<f&g/"h');
  new Secret("20261124");
  equal(
    redactJson('{"e\\u003cf\\u0026g\\/\\"h":["say 20261124",20261124,1.0,"\\u00e9\\\\"]}'),
    '{"[secret]":["say [secret]",20261124,1.0,"\\u00e9\\\\"]}',
  );
});

Deno.test("redactJson() leaves what is not JSON for its reader to refuse", () => {
  new Secret("hunter2-hunter2");
  for (const text of ['"', '{"a\\x": 1}', '"\n"', '"\\']) equal(redactJson(text), text);
});
