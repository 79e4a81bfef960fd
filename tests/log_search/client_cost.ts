/**
 * Measures what the client costs beside a bare `fetch` loop that makes the same requests: CPU of this process for one
 * query, the API being another process. Run `deno run -A tests/log_search/client_cost.ts`.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- its output is its purpose
import process from "node:process";
import { LogSearchClient } from "../../src/log_search/client.ts";
import { Secret } from "../../src/secret.ts";
import { USER_AGENT } from "../../src/version.ts";
import { countStatistics } from "../servers/log_search_server.ts";
import { QUERY } from "./quick_client.ts";

const QUERIES = 1_000;
const AT_ONCE = 64;
const ROUNDS = 40;
const WARM_UP = 5;

if (Deno.args[0] === "serve") await serve(Deno.args[1] ?? "");
else for (const form of ["with content-length", "in chunks"]) await compare(form);

/** The API: a finished answer of the usual size for each query, as cheap as it can be made. */
async function serve(form: string): Promise<void> {
  const body = JSON.stringify({ logs: QUERY.logs, statistics: countStatistics(QUERY), leql: {} });
  const bytes = new TextEncoder().encode(body);
  const headers = {
    "content-type": "application/json",
    "x-ratelimit-limit": "1500",
    "x-ratelimit-remaining": "1499",
    "x-ratelimit-reset": "600",
  };
  const options = {
    hostname: "127.0.0.1",
    port: 0,
    onListen: ({ port }: { readonly port: number }) => console.log(port),
  };
  await Deno.serve(options, async (request) => {
    await request.text();
    const isChunked = form === "in chunks";
    return new Response(isChunked ? new Blob([bytes]).stream() : bytes, { headers });
  }).finished;
}

async function compare(form: string): Promise<void> {
  const args = ["run", "-A", import.meta.filename ?? "", "serve", form];
  const child = new Deno.Command(Deno.execPath(), { args, stdout: "piped" }).spawn();
  const reader = child.stdout.getReader();
  const url = `http://127.0.0.1:${new TextDecoder().decode((await reader.read()).value).trim()}`;
  const runs = { bare: bareQuery(url), client: clientQuery(url) };
  const costs = { bare: [] as number[], client: [] as number[] };
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    for (const name of ["bare", "client"] as const) {
      const cost = await costOf(runs[name]);
      if (round >= WARM_UP) costs[name].push(cost);
    }
  }
  child.kill();
  await child.status;
  await reader.cancel();
  const ratios = costs.client.map((client, round) => client / (costs.bare[round] ?? NaN));
  console.log(
    `${form}: bare ${median(costs.bare).toFixed(0)} µs, client ${
      median(costs.client).toFixed(0)
    } µs ` +
      `of CPU for a query, median ratio of ${ROUNDS} neighbouring rounds ${
        median(ratios).toFixed(2)
      }`,
  );
}

function clientQuery(url: string): () => Promise<unknown> {
  const client = new LogSearchClient({ url, apiKey: new Secret("some-key") });
  const { signal } = new AbortController();
  return () => client.query(QUERY, { signal });
}

/** What a hurried person would write: no time-out, no limit, no way to give up. */
function bareQuery(url: string): () => Promise<unknown> {
  const headers = {
    "content-type": "application/json",
    accept: "application/json",
    "x-api-key": "some-key",
    "user-agent": USER_AGENT,
  };
  const { logs, statement, from, to } = QUERY;
  return async () => {
    const response = await fetch(`${url}/query/logs`, {
      method: "POST",
      headers,
      body: JSON.stringify({ logs, leql: { statement, during: { from, to } } }),
    });
    const text = await response.text();
    return JSON.parse(text).links === undefined ? text : undefined;
  };
}

/** Microseconds of this process's CPU for one query. */
async function costOf(query: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  let begun = 0;
  const one = async () => {
    while (begun++ < QUERIES) await query();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / QUERIES;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
