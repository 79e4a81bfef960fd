import { deepEqual, equal } from "node:assert/strict";
import { widgetOfAnswer } from "../../src/draw/answer.ts";
import { readWidget } from "../../src/draw/widget.ts";
import { readQueryResponse } from "../../src/query_response.ts";
import { DummyService } from "../../src/services/dummy_service.ts";

const FOLDER = new URL("../fixtures/responses/current/", import.meta.url);
const log = { debug() {}, info() {}, warning() {} };
const dummy = new DummyService({ destination: { push_url: undefined }, apiKey: "", log });

for (const file of [...Deno.readDirSync(FOLDER)].map(({ name }) => name).sort()) {
  Deno.test(`what dummy makes of ${file} is drawn as the answer itself`, async () => {
    const response = readQueryResponse(await Deno.readTextFile(new URL(file, FOLDER)));
    const payload = JSON.parse(JSON.stringify(dummy.transform(response)));
    deepEqual(readWidget(payload), widgetOfAnswer(response));
  });
}

Deno.test("a payload that only resembles an answer stays text", () => {
  const payload = { function: "count", from: 0, to: 1, series: [], groups: "none" };
  equal(readWidget(payload).kind, "text");
});
