import assert from "node:assert/strict";
import { suggest } from "../../src/suggest.ts";

const WORDS = ["statement", "query_period", "query_range", "logs", "eu", "us"];

const MEANT: readonly (readonly [word: string, meant: string | undefined])[] = [
  ["statment", "statement"],
  ["Statement", "statement"],
  ["query_preiod", "query_period"],
  ["log", "logs"],
  ["ue", "eu"],
  ["widget", undefined],
  ["", undefined],
  ["x".repeat(1_000_000), undefined],
];

for (const [word, meant] of MEANT) {
  Deno.test(`suggest() takes "${word.slice(0, 20)}" for ${meant ?? "nothing it knows"}`, () => {
    assert.equal(suggest(word, WORDS), meant);
  });
}
