/**
 * The status server in a process of its own, over as many searches as asked for, of which so many a second run.
 *
 *     deno run -A scripts/bench_page/fed_server.ts SEARCHES RUNS_PER_SECOND
 *
 * @module
 */
// deno-lint-ignore-file no-console -- its output tells where it is

import { Feed } from "../../tests/status_page/feed.ts";
import { serveFeed } from "../../tests/status_page/serve_feed.ts";
import { someRun, someSearch } from "../../tests/status_page/some_status.ts";

const [count = 2000, runsPerSecond = 33] = Deno.args.map(Number);
const searches = Array.from({ length: count }, (_, index) => someSearch(`Search ${index}`));
const feed = new Feed(searches);
feed.payloadText = "{}";
await using server = await serveFeed(feed);
let next = 0;
setInterval(() => {
  const index = next++ % count;
  const search = searches[index]!;
  const latestRun = someRun(Date.now());
  const history = [...search.history.slice(1), latestRun];
  const nextRunAt = Date.now() + count / runsPerSecond * 1000;
  searches[index] = { ...search, latestRun, history, nextRunAt };
  feed.change([searches[index]]);
}, 1000 / runsPerSecond);
console.log(server.url);
await new Promise(() => {});
