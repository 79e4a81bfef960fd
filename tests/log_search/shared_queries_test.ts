import assert from "node:assert/strict";
import { KeptAnswers } from "../../src/log_search/kept_answers.ts";
import type { Turn } from "../../src/log_search/query.ts";
import { finished, refusal, startLogSearchServer } from "../servers/log_search_server.ts";
import { never, QUERY, quickClient } from "./quick_client.ts";

function turnOf(askers: number, options: Partial<Turn> = {}): Turn {
  return { class: "live", due: 0, signal: never(), askers, ...options };
}

/** An answer of so many mebibytes. */
function answerOf(mib: number) {
  return { body: "x".repeat(mib * 2 ** 19), askedAt: undefined };
}

Deno.test("what is asked at the same time is asked once", async () => {
  await using api = await startLogSearchServer();
  const client = quickClient(api);
  const [first, ...others] = await Promise.all(
    Array.from({ length: 5 }, () => client.query(QUERY, { signal: never(), turn: turnOf(1) })),
  );
  assert.equal(api.requests.length, 1);
  for (const other of others) assert.equal(other, first);
});

Deno.test("another statement, window or log is asked on its own, and so is what has no turn", async () => {
  await using api = await startLogSearchServer();
  const client = quickClient(api);
  const queries = [
    QUERY,
    { ...QUERY, statement: "calculate(count)" },
    { ...QUERY, from: QUERY.from + 1 },
    { ...QUERY, to: QUERY.to + 1 },
    { ...QUERY, logs: [...QUERY.logs, "7d1b2a90-1111-4a3b-9c77-5d8f6a1b2c3d"] },
  ];
  await Promise.all([
    ...queries.map((query) => client.query(query, { signal: never(), turn: turnOf(1) })),
    client.query(QUERY, { signal: never() }),
  ]);
  assert.equal(api.requests.length, 6);
});

Deno.test("an answer is kept until as many have taken it as will ask, and not with one asker", async () => {
  await using api = await startLogSearchServer();
  const client = quickClient(api);
  const asked = async (askers: number) => {
    await client.query(QUERY, { signal: never(), turn: turnOf(askers) });
    return api.requests.length;
  };
  assert.deepEqual([await asked(1), await asked(1)], [1, 2]);
  assert.deepEqual([await asked(3), await asked(3), await asked(3)], [3, 3, 3]);
  assert.equal(await asked(3), 4);
});

Deno.test("a failure is for all who wait, and the next one asks anew", async () => {
  await using api = await startLogSearchServer({ script: [refusal(400, "no such function")] });
  const client = quickClient(api);
  const ask = () => client.query(QUERY, { signal: never(), turn: turnOf(3) });
  const both = [ask(), ask()];
  await Promise.all(both.map((each) => assert.rejects(each, { failure: "stop" })));
  await ask();
  assert.equal(api.requests.length, 2);
});

Deno.test("one who gives up does not disturb the others", async () => {
  const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1" };
  await using api = await startLogSearchServer({ script: [finished({ headers })] });
  const client = quickClient(api);
  await client.query(QUERY, { signal: never() });
  const [mine, ours] = [new AbortController(), new AbortController()];
  const left = [
    client.query(QUERY, { signal: mine.signal, turn: turnOf(3) }),
    client.query(QUERY, { signal: never(), turn: turnOf(3, { signal: ours.signal }) }),
  ];
  const stayed = client.query(QUERY, { signal: never(), turn: turnOf(3) });
  mine.abort(new Error("mine"));
  ours.abort(new Error("ours"));
  await assert.rejects(left[0]!, { message: "mine" });
  await assert.rejects(left[1]!, { message: "ours" });
  assert.equal(JSON.parse((await stayed).body).statistics.count, 155);
  assert.equal(api.requests.length, 2);
});

Deno.test("when the last one gives up waiting it is not asked", async () => {
  const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "800" };
  await using api = await startLogSearchServer({ script: [finished({ headers })] });
  const client = quickClient(api);
  await client.query(QUERY, { signal: never() });
  const controller = new AbortController();
  const { signal } = controller;
  const both = [1, 2].map(() => client.query(QUERY, { signal, turn: turnOf(1) }));
  controller.abort(new Error("enough"));
  for (const each of both) await assert.rejects(each, { message: "enough" });
  assert.equal(api.requests.length, 1);
});

Deno.test("an answer is kept for half a minute", () => {
  const kept = new KeptAnswers();
  const answer = answerOf(1);
  kept.put("a", { answer, takers: 5, now: 0 });
  assert.equal(kept.take("b", { now: 0 }), undefined);
  assert.equal(kept.take("a", { now: 29_999 }), answer);
  assert.equal(kept.take("a", { now: 30_000 }), undefined);
});

Deno.test("16 MiB of answers are kept: the oldest ones go first, a larger one is not kept", () => {
  const kept = new KeptAnswers();
  const put = (id: string, mib: number) =>
    kept.put(id, { answer: answerOf(mib), takers: 9, now: 0 });
  for (const id of ["a", "b", "c", "d"]) put(id, 4);
  put("e", 8);
  put("f", 17);
  const found = ["a", "b", "c", "d", "e", "f"].filter((id) => kept.take(id, { now: 0 }));
  assert.deepEqual(found, ["c", "d", "e"]);
});

Deno.test("putting an answer again does not count it twice", () => {
  const kept = new KeptAnswers();
  for (let i = 0; i < 9; i++) kept.put("a", { answer: answerOf(8), takers: 1, now: 0 });
  kept.put("b", { answer: answerOf(8), takers: 1, now: 0 });
  assert.ok(kept.take("a", { now: 0 }) && kept.take("b", { now: 0 }));
});
