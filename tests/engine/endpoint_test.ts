import { deepEqual, equal, ok } from "node:assert/strict";
import { Endpoint } from "../../src/engine/endpoint.ts";

const never = new AbortController().signal;
const failed = { kind: "failed", retryAfterMs: undefined } as const;
const answered = { kind: "answered" } as const;

function startEndpoint(changes: string[] = []): Endpoint {
  return new Endpoint({
    name: "geckoboard",
    pushLimit: undefined,
    onChange: (state) => changes.push(state),
  });
}

async function fail(endpoint: Endpoint, times: number): Promise<void> {
  for (let index = 0; index < times; index++) {
    ok(await endpoint.admit("live", never));
    endpoint.done(failed);
  }
}

Deno.test("Endpoint lets pushes go at once while all is well, and those beyond fifty in turn", async () => {
  const endpoint = startEndpoint();
  for (let index = 0; index < 50; index++) ok(await endpoint.admit("live", never));
  const entered: number[] = [];
  const waiting = [1, 2, 3].map((index) =>
    endpoint.admit("live", never).then(() => entered.push(index))
  );
  endpoint.done(answered);
  await waiting[0];
  deepEqual(entered, [1]);
  endpoint.done(answered);
  endpoint.done(answered);
  await Promise.all(waiting);
  deepEqual(entered, [1, 2, 3]);
});

Deno.test("Endpoint holds every push back after five failures, lets one try, and all when it went well", async () => {
  const changes: string[] = [];
  const endpoint = startEndpoint(changes);
  await fail(endpoint, 5);
  ok(endpoint.isHeld);
  const entered: string[] = [];
  const waiting = ["first", "second"].map((name) =>
    endpoint.admit("live", never).then(() => entered.push(name))
  );
  await waiting[0];
  deepEqual(entered, ["first"]);
  endpoint.done(answered);
  await waiting[1];
  deepEqual(changes, ["failing", "well"]);
});

Deno.test("Endpoint.admit() gives up when told to, and keeps nobody else from going", async () => {
  const endpoint = startEndpoint();
  await fail(endpoint, 5);
  const giveUp = new AbortController();
  const given = endpoint.admit("live", giveUp.signal);
  const next = endpoint.admit("live", never);
  giveUp.abort();
  equal(await given, false);
  equal(await next, true);
  endpoint.done(answered);
});

Deno.test("Endpoint lets what comes now go before what catches up", async () => {
  const endpoint = startEndpoint();
  for (let index = 0; index < 50; index++) await endpoint.admit("live", never);
  const entered: string[] = [];
  const backlog = endpoint.admit("backlog", never).then(() => entered.push("backlog"));
  const live = endpoint.admit("live", never).then(() => entered.push("live"));
  endpoint.done(answered);
  await live;
  endpoint.done(answered);
  await backlog;
  deepEqual(entered, ["live", "backlog"]);
});
