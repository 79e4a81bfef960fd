import { deepEqual, equal, ok } from "node:assert/strict";
import { API_KEY, LOG_KEY, writeConfig } from "../config_text.ts";
import { type Program, startProgram } from "../program.ts";
import { type KafkaServer, missingForKafka, startKafka } from "../servers/kafka.ts";
import { isMissing } from "../servers/requirement.ts";
import type { ReadMessage } from "../services/kafka_reader.ts";
import { type ChaosApi, startChaosApi } from "./api.ts";
import { countOf } from "./count_of.ts";
import { type Moment, Moments } from "./moments.ts";
import { judgeTopic, readWholeTopic } from "./topic.ts";

const ignore = isMissing(await missingForKafka());
const LANE = "errors/destination";
const STATEMENT = "where(error) calculate(count)";
const TOPIC = "errors";
const PERIOD_MS = 1000;

function configText(api: string, { broker, stateDir }: { broker: string; stateDir: string }) {
  return `[LE]
    x_api_key = ${API_KEY}
    url = ${api}
[Leexport]
    status_address = none
    state_dir = ${stateDir}
[Services]
    [[kafka]]
        push_deadline = 5
[Searches]
    [[errors]]
        [[[query]]]
            logs = ${LOG_KEY}
            statement = ${STATEMENT}
            query_period = 1
            query_range = 1
            windows = contiguous
            delay = 0
        [[[destination]]]
            service = kafka
            brokers = ${broker}
            topic = ${TOPIC}
`;
}

/** Resolves at the nth time from now that a moment comes. */
async function untilMoment(moments: Moments, moment: Moment, nth: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  using _waiting = moments.at(moment, { nth, act: resolve });
  await promise;
}

async function kill(program: Program): Promise<void> {
  program.signal("SIGKILL");
  await program.ended;
}

/** The topic, once it holds the window that begins at an instant. */
async function topicUpTo(kafka: KafkaServer, from: number, api: ChaosApi): Promise<ReadMessage[]> {
  for (let tries = 0; tries < 60; tries++) {
    const messages = await readWholeTopic(kafka.plain, TOPIC);
    if (messages.some(({ timestamp }) => timestamp >= from)) return messages;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  throw new Error(`the topic did not fill; ${api.asked.length} queries were asked`);
}

Deno.test({
  name: "a topic misses no window and repeats only equals, however program and broker are killed",
  ignore,
  async fn() {
    const moments = new Moments();
    await using api = await startChaosApi({ seed: 1, moments, silenceMs: 1_000 });
    await using kafka = await startKafka();
    await using file = await writeConfig("");
    const stateDir = `${file.folder}/state`;
    await file.replace(configText(api.url, { broker: kafka.plain, stateDir }));
    const live = () => startProgram(["start", "-c", file.path]);
    {
      await using program = live();
      await untilMoment(moments, "query answered", 4);
      await kill(program);
    }
    {
      await using program = live();
      await untilMoment(moments, "query answered", 3);
      await kafka.kill();
      await untilMoment(moments, "query arrives", 2);
      await kafka.start();
      await untilMoment(moments, "query answered", 3);
      await kill(program);
    }
    {
      await using program = live();
      await untilMoment(moments, "query answered", 1);
      await kafka.stop();
      await untilMoment(moments, "query answered", 2);
      await kill(program);
    }
    await using program = live();
    await untilMoment(moments, "query arrives", 1);
    await kafka.start();
    await api.calm();
    const to = (Math.floor(Date.now() / PERIOD_MS) + 2) * PERIOD_MS;
    const messages = await topicUpTo(kafka, to - PERIOD_MS, api);
    program.signal("SIGTERM");
    equal((await program.ended).code, 0);
    const from = Math.min(...api.asked.map(({ window }) => window.from));
    ok(to - from > 10 * PERIOD_MS);
    const count = (window: { readonly from: number; readonly to: number }) =>
      countOf(STATEMENT, window);
    const due = { from, to };
    deepEqual(judgeTopic(messages, { lane: LANE, due, periodMs: PERIOD_MS, count }), []);
  },
});

Deno.test("judgeTopic() finds a hole, a wrong order, a wrong value, and a repeat unlike its twin", () => {
  const message = (index: number, value = index): ReadMessage => ({
    key: `${LANE}/${index * 1000}-${(index + 1) * 1000}/${index * 1000}`,
    value: String(value),
    timestamp: index * 1000,
    headers: {},
  });
  const findingsOf = (...messages: readonly ReadMessage[]) =>
    judgeTopic(messages, {
      lane: LANE,
      due: { from: 0, to: 3000 },
      periodMs: 1000,
      count: ({ from }) => from / 1000,
    }).length;
  equal(findingsOf(message(0), message(1), message(2)), 0);
  equal(findingsOf(message(0), message(1), message(1), message(2), message(3)), 0);
  equal(findingsOf(message(0), message(2)), 2);
  equal(findingsOf(message(0), message(1)), 1);
  equal(findingsOf(message(0), message(2), message(1)), 2);
  equal(findingsOf(message(0), message(1, 7), message(2)), 1);
  equal(findingsOf(message(0), message(1), message(1, 7), message(2)), 1);
});
