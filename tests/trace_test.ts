import { deepEqual, equal, ok } from "node:assert/strict";
import { API_KEY, configText, GECKOBOARD_KEY, writeConfig } from "./config_text.ts";
import { runsFromSource } from "../scripts/program_command.ts";
import { traced } from "../src/trace.ts";
import { type Ended, runProgram, startProgram } from "./program.ts";
import { startReceiver } from "../src/testing.ts";
import { startLogSearchServer } from "./servers/log_search_server.ts";
import {
  type OtlpReceiver,
  type ReceivedSpan,
  startOtlpReceiver,
} from "./servers/otlp_receiver.ts";

/** Who knows it may push. */
const TOKEN = "157214-6df10c96-the-token-of-a-widget";

/** Runs a search once, whose query takes two polls; its traces go to a collector. */
async function traceRun(
  receiver: OtlpReceiver,
  { status, pushUrl }: { readonly status: number; readonly pushUrl?: string },
): Promise<Ended> {
  await using api = await startLogSearchServer({ polls: 2 });
  await using geckoboard = startReceiver({
    answer: () => Response.json({ message: `no widget ${TOKEN}` }, { status }),
  });
  await using file = await writeConfig(
    configText(api.url, [{
      name: "errors",
      // So long is a push tried again that fails.
      period: 2,
      pushUrl: pushUrl ?? `${geckoboard.url}/v1/send/${TOKEN}`,
    }]),
  );
  return await runProgram(["run", "-c", file.path], { env: receiver.env });
}

/** `run > query > poll` for each span, by the names of its parents. */
function pathsOf(spans: readonly ReceivedSpan[]): string[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const path = ({ name, parentSpanId }: ReceivedSpan): string => {
    if (parentSpanId === "") return name;
    const parent = byId.get(parentSpanId);
    return `${parent === undefined ? "?" : path(parent)} > ${name}`;
  };
  return spans.map(path).sort();
}

/** An executable has no traces, see the last test. */
function testOfTraces(name: string, run: () => Promise<void>): void {
  if (runsFromSource()) Deno.test(name, run);
}

testOfTraces(
  "the traces of a run have its query, polls, transform and push in one tree",
  async () => {
    await using receiver = startOtlpReceiver();
    const { code, stderr } = await traceRun(receiver, { status: 200 });
    deepEqual([code, stderr], [0, ""]);
    deepEqual(pathsOf(receiver.spans), [
      "run",
      "run > push",
      "run > query",
      "run > query > poll",
      "run > query > poll",
      "run > query > poll > GET",
      "run > query > poll > GET",
      "run > query > post",
      "run > query > post > POST",
      "run > transform",
    ]);
    equal(new Set(receiver.spans.map(({ traceId }) => traceId)).size, 1);
    const named = (name: string) => receiver.spans.find((span) => span.name === name);
    const { "leexport.outcome": _, ...run } = named("run")?.attributes ?? {};
    deepEqual(Object.keys(run).sort(), [
      "leexport.search",
      "leexport.window.from",
      "leexport.window.to",
    ]);
    deepEqual(named("push")?.attributes, {
      ...run,
      "leexport.destination": "destination",
      "leexport.service": "geckoboard",
      "leexport.outcome": "accepted",
    });
  },
);

testOfTraces(
  "a push that is refused is a failed span that says why, without a secret",
  async () => {
    await using receiver = startOtlpReceiver();
    equal((await traceRun(receiver, { status: 404 })).code, 1);
    const push = receiver.spans.find(({ name }) => name === "push");
    deepEqual(push?.attributes["leexport.outcome"], "rejected");
    equal(push?.status.code, 2);
    ok(push?.status.message.includes("answered 404"), push?.status.message);
  },
);

for (
  const [what, ending] of [
    ["accepted", { status: 200 }],
    ["refused", { status: 404 }],
    // Nothing listens there.
    ["unreachable", { status: 200, pushUrl: `http://127.0.0.1:9/v1/send/${TOKEN}` }],
  ] as const
) {
  testOfTraces(
    `nothing that OpenTelemetry sends holds a secret when a push is ${what}`,
    async () => {
      await using receiver = startOtlpReceiver();
      await traceRun(receiver, ending);
      ok(receiver.spans.length > 4);
      const secrets = [TOKEN, API_KEY, GECKOBOARD_KEY, "/v1/send", "/query/"];
      deepEqual(secrets.filter((secret) => receiver.text.includes(secret)), []);
    },
  );
}

Deno.test("no text of a span holds a secret or more of an address than its origin, wherever it is", async () => {
  await using receiver = startOtlpReceiver();
  const { stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--allow-all",
      "--no-prompt",
      `${import.meta.dirname}/spans_with_secrets.ts`,
      TOKEN,
    ],
    env: receiver.env,
  }).output();
  equal(new TextDecoder().decode(stderr), "");
  const safe = "[secret] at http://127.0.0.1";
  deepEqual(receiver.spans.map(({ name }) => name).sort(), [
    `active ${safe}`,
    `active with attributes ${safe}`,
    `renamed ${safe}`,
    `started ${safe}`,
  ]);
  const started = receiver.spans.find(({ name }) => name.startsWith("started"));
  deepEqual(started?.attributes, { text: safe, list: safe, later: safe });
  deepEqual([TOKEN, "with-a-key"].filter((secret) => receiver.text.includes(secret)), []);
});

Deno.test("without OTEL_DENO nothing is sent", async () => {
  await using receiver = startOtlpReceiver();
  const { OTEL_DENO: _, ...env } = receiver.env;
  equal((await traceRun({ ...receiver, env }, { status: 200 })).code, 0);
  equal(receiver.text, "");
});

Deno.test("traced() makes no attributes when nobody wants traces", async () => {
  const attributes = () => {
    throw new TypeError("made in vain");
  };
  equal(await traced({ name: "run", attributes }, () => Promise.resolve(1)), 1);
});

if (!runsFromSource()) {
  Deno.test("leexport start says that an executable has no traces if they are asked for", async () => {
    await using receiver = startOtlpReceiver();
    await using api = await startLogSearchServer({ polls: 0 });
    await using geckoboard = startReceiver();
    const pushUrl = `${geckoboard.url}/v1/send/1`;
    await using file = await writeConfig(configText(api.url, [{ name: "errors", pushUrl }]));
    await using program = startProgram(["start", "-c", file.path], { env: receiver.env });
    await program.output(/ warning engine: Cannot send traces: .* this executable\n {2}hint: run /);
    await geckoboard.received(1);
    program.signal("SIGTERM");
    equal((await program.ended).code, 0);
    equal(receiver.text, "");
  });
}
