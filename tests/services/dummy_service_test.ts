import assert from "node:assert/strict";
import { readQueryResponse } from "../../src/query_response.ts";
import { DummyService } from "../../src/services/dummy_service.ts";

function dummy(push_url?: string): { service: DummyService; lines: string[] } {
  const lines: string[] = [];
  const log = { debug() {}, info: (line: string) => void lines.push(line), warning() {} };
  const input = { destination: { push_url }, apiKey: "the-key", log };
  return { service: new DummyService(input), lines };
}

const delivery = { id: "s/d/1-2", signal: new AbortController().signal };
const answer = (groups: number) =>
  readQueryResponse(JSON.stringify({
    statistics: {
      type: "count",
      from: 0,
      to: 60_000,
      groups: Array.from({ length: groups }, (_, index) => ({ [`g${index}`]: { count: index } })),
    },
  }));

Deno.test("dummy logs what it would push, and never the key", async () => {
  const { service, lines } = dummy("http://127.0.0.1:9/send");
  await service.process(answer(1), delivery);
  assert.deepEqual(lines, [
    'Would push to http://127.0.0.1:9/send: {"function":"count","from":0,"to":60000,"series":[],' +
    '"groups":[{"label":"g0","value":0,"text":"0"}],"groupSeries":[]}',
  ]);
});

Deno.test("dummy needs no push_url", async () => {
  const { service, lines } = dummy();
  await service.process(answer(0), delivery);
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? "", /^Would push to nowhere: \{"function":"count"/);
});

Deno.test("dummy cuts what is too long for a line", async () => {
  const { service, lines } = dummy();
  await service.process(answer(10_000), delivery);
  assert.ok((lines[0]?.length ?? 0) < 2100);
  assert.ok(lines[0]?.endsWith("…"));
});
