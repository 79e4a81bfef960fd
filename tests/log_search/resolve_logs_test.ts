import assert from "node:assert/strict";
import { refusal, startLogSearchServer, tooMany } from "../servers/log_search_server.ts";
import { drop, json, silence } from "../servers/raw_http_server.ts";
import { LOG, never, quickClient } from "./quick_client.ts";

const NGINX = "11111111-1111-4a3b-9c77-5d8f6a1b2c3d";
const STAGED = "22222222-1111-4a3b-9c77-5d8f6a1b2c3d";
const LOOSE = "33333333-1111-4a3b-9c77-5d8f6a1b2c3d";
const LOGS = [
  { id: NGINX, name: "nginx", sets: ["Production", "Web"] },
  { id: STAGED, name: "nginx", sets: ["Staging"] },
  { id: LOOSE, name: "a/b log", sets: [] },
];

Deno.test("resolveLogs() gives keys back without asking", async () => {
  await using api = await startLogSearchServer();
  const logs = [LOG, LOG.toUpperCase()];
  assert.deepEqual(await quickClient(api).resolveLogs(logs, { signal: never() }), logs);
  assert.deepEqual(api.log, []);
});

Deno.test("resolveLogs() finds names, and names within a set, in the order asked", async () => {
  await using api = await startLogSearchServer({ logs: LOGS });
  const client = quickClient(api);
  const keys = await client.resolveLogs(
    ["Staging/nginx", LOG, "a/b log", "Web/nginx", "Production/nginx"],
    { signal: never() },
  );
  assert.deepEqual(keys, [STAGED, LOG, LOOSE, NGINX, NGINX]);
  assert.deepEqual(api.log, ["GET /management/logs"]);
  assert.equal(api.requests[0]?.headers.get("x-api-key")?.length, 36);
});

Deno.test("resolveLogs() asks for the sets where logs do not say theirs", async () => {
  await using api = await startLogSearchServer({
    logs: LOGS,
    script: [json({ logs: LOGS.map(({ id, name }) => ({ id, name })) })],
  });
  const keys = await quickClient(api).resolveLogs(["Staging/nginx"], { signal: never() });
  assert.deepEqual(keys, [STAGED]);
  assert.deepEqual(api.log, ["GET /management/logs", "GET /management/logsets"]);
});

Deno.test("listLogs() lists every log once, with all its sets, whichever listing has them", async () => {
  const bare = json({ logs: LOGS.map(({ id, name }) => ({ id, name })) });
  for (const script of [[], [bare]]) {
    await using api = await startLogSearchServer({ logs: LOGS, script });
    assert.deepEqual(await quickClient(api).listLogs({ signal: never() }), [
      { id: LOOSE, name: "a/b log", sets: [] },
      { id: NGINX, name: "nginx", sets: ["Production", "Web"] },
      { id: STAGED, name: "nginx", sets: ["Staging"] },
    ]);
  }
});

Deno.test("listLogs() throws a refusal with its status", async () => {
  await using api = await startLogSearchServer({ script: [refusal(403, "")] });
  const listing = quickClient(api).listLogs({ signal: never() });
  await assert.rejects(listing, { failure: "stop", status: 403 });
});

Deno.test("resolveLogs() does without sets where the API has none", async () => {
  await using api = await startLogSearchServer({
    script: [
      json({ logs: [{ id: LOOSE, name: "loose" }, null, { name: "no id" }] }),
      refusal(404, ""),
    ],
  });
  assert.deepEqual(await quickClient(api).resolveLogs(["loose"], { signal: never() }), [LOOSE]);
});

Deno.test("resolveLogs() asks once for many callers, and not again for some minutes", async () => {
  await using api = await startLogSearchServer({ logs: LOGS });
  const client = quickClient(api);
  await Promise.all(
    Array.from({ length: 20 }, () => client.resolveLogs(["a/b log"], { signal: never() })),
  );
  await client.resolveLogs(["Web/nginx"], { signal: never() });
  assert.deepEqual(api.log, ["GET /management/logs"]);
});

Deno.test("resolveLogs() stops at an unknown name, with a near one", async () => {
  await using api = await startLogSearchServer({ logs: LOGS });
  const client = quickClient(api);
  await assert.rejects(client.resolveLogs(["Stagin/nginx"], { signal: never() }), {
    name: "LogSearchError",
    failure: "stop",
    message: `${api.host} knows no log "Stagin/nginx"`,
    hint: "write Staging/nginx if that is meant, else the key of the log",
  });
  await assert.rejects(client.resolveLogs(["something else"], { signal: never() }), {
    failure: "stop",
    message: `${api.host} knows no log "something else"`,
    hint: "write logs as names (Log or Set/Log) or as keys of this account",
  });
  await assert.rejects(client.resolveLogs(["NGINX"], { signal: never() }), {
    hint: "write nginx if that is meant, else the key of the log",
  });
  assert.deepEqual(api.log, ["GET /management/logs"]);
});

Deno.test("resolveLogs() stops at a name that several logs have", async () => {
  await using api = await startLogSearchServer({ logs: LOGS });
  await assert.rejects(quickClient(api).resolveLogs(["nginx"], { signal: never() }), {
    failure: "stop",
    message: `${api.host} knows 2 logs "nginx": ${NGINX} in Production, Web; ${STAGED} in Staging`,
    hint: "write Set/Log, or the key of the one that is meant",
  });
});

Deno.test("resolveLogs() stops when the key is refused", async () => {
  await using api = await startLogSearchServer({ apiKey: "another" });
  await assert.rejects(quickClient(api).resolveLogs(["nginx"], { signal: never() }), {
    failure: "stop",
    message: `${api.host} answered 401 (Unauthorized) when asked for the names of logs`,
    hint:
      "correct x_api_key (or rw_api_key, ro_api_key) or region of [LE]: a key is valid in its own region only",
  });
});

Deno.test("resolveLogs() stops where names cannot be looked up", async () => {
  await using api = await startLogSearchServer({
    answer: () => refusal(404, "HTTP 404 Not Found"),
  });
  await assert.rejects(quickClient(api).resolveLogs(["nginx"], { signal: never() }), {
    failure: "stop",
    message: `${api.host} answered 404 (Not Found) when asked for the names of logs`,
    hint: "write logs as keys: they need no look-up",
  });
});

Deno.test("resolveLogs() waits and tries again as queries do, and asks anew after a failure", async () => {
  await using api = await startLogSearchServer({
    logs: LOGS,
    script: [
      json({ no: "logs" }),
      tooMany({ "retry-after": "0" }),
      refusal(503, ""),
      refusal(503, ""),
    ],
  });
  const client = quickClient(api, { pacing: { maxRetries: 2 } });
  await assert.rejects(client.resolveLogs(["a/b log"], { signal: never() }), {
    failure: "retry",
    message: `${api.host} answered 503 (Service Unavailable); tried 3 times`,
  });
  assert.deepEqual(await client.resolveLogs(["a/b log"], { signal: never() }), [LOOSE]);
});

Deno.test("resolveLogs() lets one caller give up while another waits on", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  await using api = await startLogSearchServer({ logs: LOGS, script: [drop()] });
  const client = quickClient(api, { random: () => (resolve(), 0), pacing: { firstRetryMs: 50 } });
  const controller = new AbortController();
  const reason = new Error("not needed any more");
  const one = client.resolveLogs(["a/b log"], { signal: controller.signal });
  const other = client.resolveLogs(["a/b log"], { signal: never() });
  const gaveUp = assert.rejects(one, (error) => error === reason);
  await promise;
  controller.abort(reason);
  await gaveUp;
  assert.deepEqual(await other, [LOOSE]);
});

Deno.test("resolveLogs() gives the listing up with its last caller, and asks anew for the next", async () => {
  await using api = await startLogSearchServer({ logs: LOGS, script: [silence()] });
  const client = quickClient(api);
  const controller = new AbortController();
  const reason = new Error("shutting down");
  const asked = client.resolveLogs(["a/b log"], { signal: controller.signal });
  const failed = assert.rejects(asked, (error) => error === reason);
  await api.received(1);
  controller.abort(reason);
  await failed;
  assert.deepEqual(await client.resolveLogs(["a/b log"], { signal: never() }), [LOOSE]);
  await assert.rejects(
    client.resolveLogs(["a/b log"], { signal: controller.signal }),
    (error) => error === reason,
  );
});
