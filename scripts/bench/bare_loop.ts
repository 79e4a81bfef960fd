/**
 * The least a program can do for the same requests: ask, poll to the end, push a payload; a timer for each search.
 * Says `<runs>` on standard output when asked to end by SIGTERM.
 *
 * Arguments: address of the API, its key, address to push to, searches, period in seconds, range in seconds, log key,
 * statement with `#` for the number of the search.
 *
 * @module
 */

const [
  api = "",
  key = "",
  destination = "",
  searches = "",
  period = "",
  range = "",
  log = "",
  statement = "",
] = Deno.args;
const [count, periodMs, rangeMs] = [Number(searches), Number(period) * 1000, Number(range) * 1000];
const headers = { "x-api-key": key, "content-type": "application/json" };
let runs = 0;

interface Answer {
  readonly links?: readonly { readonly rel: string; readonly href: string }[];
  readonly statistics?: {
    readonly from: number;
    readonly granularity: number;
    readonly timeseries: { readonly global_timeseries: readonly { readonly count: number }[] };
  };
}

async function ask(index: number): Promise<Answer> {
  const to = Date.now();
  const during = { from: to - rangeMs, to };
  const own = statement.replace("#", String(index).padStart(5, "0"));
  let response = await fetch(`${api}/query/logs`, {
    method: "POST",
    headers,
    body: JSON.stringify({ logs: [log], leql: { statement: own, during } }),
  });
  for (;;) {
    const answer: Answer = await response.json();
    const self = answer.links?.find(({ rel }) => rel === "Self");
    if (self === undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 500));
    response = await fetch(self.href, { headers });
  }
}

async function run(index: number): Promise<void> {
  const { statistics } = await ask(index);
  const data = statistics?.timeseries.global_timeseries.map(({ count }, index) => [
    new Date(statistics.from + index * statistics.granularity).toISOString(),
    count,
  ]);
  const series = [{ name: "bare", data }];
  const body = JSON.stringify({
    api_key: "0123456789",
    data: { x_axis: { type: "datetime" }, series },
  });
  const pushed = await fetch(destination, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  await pushed.text();
  runs++;
}

function repeat(index: number, due: number): void {
  setTimeout(() => {
    run(index);
    repeat(index, due + periodMs);
  }, due - performance.now());
}

for (let index = 0; index < count; index++) {
  repeat(index, performance.now() + (index * periodMs) / count);
}
Deno.addSignalListener("SIGTERM", () => {
  // deno-lint-ignore no-console -- the one thing it says
  console.log(runs);
  Deno.exit(0);
});
