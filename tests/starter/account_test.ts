import { deepEqual, equal, rejects } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { Secret } from "../../src/secret.ts";
import { type Simulator, startSimulator } from "../../src/simulator/simulator.ts";
import { findPlace, listLogs, listSimulated } from "../../src/starter/account.ts";
import type { ApiPlace } from "../../src/starter/answers.ts";
import { closedHost } from "../servers/closed_host.ts";
import { startLogSearchServer } from "../servers/log_search_server.ts";

const file = fileURLToPath(new URL("../../examples/access.log", import.meta.url));
const { signal } = new AbortController();

async function start(apiKey: string): Promise<Simulator> {
  return await startSimulator({ logs: [{ name: "Shop/access", file }], apiKey });
}

function placeOf({ url }: { readonly url: string }): ApiPlace {
  return { kind: "url", url };
}

Deno.test("listLogs() names the host that refuses the key", async () => {
  await using simulator = await start("first-key-0001");
  const apiKey = new Secret("other-key-0001");
  await rejects(listLogs(placeOf(simulator), { apiKey, signal }), {
    name: "LogSearchError",
    status: 401,
  });
});

Deno.test("findPlace() finds the one place that takes the key", async () => {
  await using first = await start("first-key-0002");
  await using second = await start("second-key-0002");
  const places = [placeOf(first), placeOf(second)];
  const found = async (key: string) => await findPlace(places, { apiKey: new Secret(key), signal });
  deepEqual(await found("second-key-0002"), placeOf(second));
  equal(await found("third-key-0002"), undefined);
});

Deno.test("listSimulated() asks nobody beyond this machine", async () => {
  const place = { kind: "region", region: "eu" } as const;
  equal(await listSimulated(place, { apiKey: new Secret("a-key-0003"), signal }), undefined);
});

Deno.test("listSimulated() throws if nobody listens at an address of this machine", async () => {
  const place = placeOf({ url: `http://${closedHost()}` });
  const listing = listSimulated(place, { apiKey: new Secret("a-key-0005"), signal });
  await rejects(listing, { name: "LogSearchError", status: undefined });
});

const ID = "0c2f8f6e-1111-4a3b-9c77-5d8f6a1b2c3";
const UNFIT: readonly (readonly [what: string, name: string])[] = [
  ["holds a colon", "a:b"],
  ["holds a comma", "a,b"],
  ["ends with a blank", "a "],
  ["is a placeholder in a config", "<a>"],
  ["looks like a key", `${ID}9`],
];
for (const [what, name] of UNFIT) {
  Deno.test(`listLogs() names a log by its key if its name ${what}`, async () => {
    const logs = [{ id: `${ID}1`, name }, { id: `${ID}2`, name: "fine" }];
    await using api = await startLogSearchServer({ logs });
    const apiKey = new Secret("a-key-0004");
    const listed = await listLogs(placeOf(api), { apiKey, signal });
    deepEqual(listed.find(({ name }) => name === "fine")?.logs, "fine");
    const unfit = listed.find(({ name }) => name !== "fine");
    equal(unfit?.logs, `${ID}1`);
  });
}

Deno.test("listLogs() names logs of one name by their keys", async () => {
  const logs = [{ id: `${ID}1`, name: "web" }, { id: `${ID}2`, name: "web" }];
  await using api = await startLogSearchServer({ logs });
  const listed = await listLogs(placeOf(api), { apiKey: new Secret("a-key-0005"), signal });
  deepEqual(listed.map(({ logs }) => logs).sort(), [`${ID}1`, `${ID}2`]);
});
