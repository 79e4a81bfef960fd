import { deepEqual } from "node:assert/strict";
import { API_KEY, LOG_KEY, writeConfig } from "../config_text.ts";
import { runProgram } from "../program.ts";
import { finishedAnswer } from "../servers/answers.ts";
import { startReceiver } from "../../src/testing.ts";
import { missingForKafka, startKafka } from "../servers/kafka.ts";
import { isMissing } from "../servers/requirement.ts";
import { readTopic } from "../services/kafka_reader.ts";

Deno.test({
  name: "leexport run writes each slice of an answer to a topic of a real broker",
  ignore: isMissing(await missingForKafka()),
  async fn() {
    await using api = startReceiver({
      answer: ({ body }) => finishedAnswer(JSON.parse(body)),
    });
    await using kafka = await startKafka();
    await using config = await writeConfig(`[LE]
x_api_key = ${API_KEY}
url = ${api.url}
[Searches]
[[errors]]
[[[query]]]
logs = ${LOG_KEY}
statement = where(error) calculate(count)
query_period = 60
query_range = 600
[[[destination]]]
service = kafka
brokers = ${kafka.tls}
topic = errors
ssl_ca = ${kafka.ca}
`);
    const { code, stdout, stderr } = await runProgram(["run", "-c", config.path]);
    deepEqual([code, stderr], [0, ""], stdout);
    const messages = await readTopic(kafka.plain, { topic: "errors", count: 10 });
    deepEqual(messages.map(({ value }) => value), [
      "1",
      "2",
      "3",
      "4",
      "5",
      "6",
      "7",
      "8",
      "9",
      "10",
    ]);
  },
});
