import { equal, match, ok } from "node:assert/strict";
import { writeConfig } from "../config_text.ts";
import { runProgram, startProgram } from "../program.ts";
import { askedQueries } from "../servers/answers.ts";
import { startReceiver } from "../../src/testing.ts";
import {
  assertContiguous,
  contiguousText,
  startApi,
  stop,
  windowsOf,
} from "./contiguous_config.ts";

Deno.test("leexport start asks about contiguous windows one after the other, also after a stop and a kill", async () => {
  await using api = startApi();
  await using sink = startReceiver();
  const text = contiguousText({ api: api.url, destinations: { destination: { url: sink.url } } });
  await using file = await writeConfig(text);
  const first = startProgram(["start", "-c", file.path]);
  await sink.received(2);
  await stop(first);
  await using second = startProgram(["start", "-c", file.path]);
  await sink.received(4);
  second.signal("SIGKILL");
  await second.ended;
  await using third = startProgram(["start", "-c", file.path]);
  await sink.received(7);
  await stop(third);
  const windows = windowsOf(sink.requests);
  const distinct = [...new Map(windows.map((window) => [window[0], window])).values()];
  assertContiguous(distinct);
  ok(windows.length - distinct.length <= 1);
  const ledger = await runProgram(["ledger", "-c", file.path, "hits", "--verify"]);
  equal(ledger.code, 0, ledger.stdout + ledger.stderr);
});

Deno.test("leexport start keeps what a destination does not take, and pushes it in order later", async () => {
  await using api = startApi();
  let isDown = true;
  await using sink = startReceiver({
    answer: () => isDown ? new Response("no", { status: 503 }) : new Response(),
  });
  const text = contiguousText({ api: api.url, destinations: { destination: { url: sink.url } } });
  await using file = await writeConfig(text);
  const first = startProgram(["start", "-c", file.path]);
  await api.received(4);
  await stop(first);
  isDown = false;
  const tried = sink.requests.length;
  await using second = startProgram(["start", "-c", file.path]);
  await sink.received(tried + 5);
  await stop(second);
  const windows = windowsOf(sink.requests.slice(tried));
  assertContiguous(windows);
  equal(windows[0]![0], askedQueries(api)[0]!.leql.during.from);
});

Deno.test("leexport start lets no destination wait for one that is down", async () => {
  await using api = startApi();
  await using sink = startReceiver({
    answer: ({ path }) => new Response("", { status: path.includes("broken") ? 503 : 202 }),
  });
  const destinations = {
    destination_broken: { url: sink.url },
    destination_well: { url: sink.url.replace("127.0.0.1", "localhost") },
  };
  await using file = await writeConfig(contiguousText({ api: api.url, destinations }));
  await using program = startProgram(["start", "-c", file.path]);
  const well = () => sink.requests.filter(({ path }) => path.includes("well"));
  while (well().length < 4) await sink.received(sink.requests.length + 1);
  await stop(program);
  assertContiguous(windowsOf(well()));
});

Deno.test("leexport start asks later for a destination whose outbox is full, and for it alone", async () => {
  await using api = startApi();
  let isDown = true;
  await using sink = startReceiver({
    answer: ({ path }) => new Response("", { status: isDown && path.includes("full") ? 503 : 202 }),
  });
  const destinations = {
    destination_full: { url: sink.url, keys: "outbox_limit = 2" },
    destination_well: { url: sink.url.replace("127.0.0.1", "localhost") },
  };
  await using file = await writeConfig(contiguousText({ api: api.url, destinations }));
  await using program = startProgram(["start", "-c", file.path]);
  const at = (name: string) => sink.requests.filter(({ path }) => path.includes(name));
  while (at("well").length < 5) await sink.received(sink.requests.length + 1);
  isDown = false;
  const tried = at("full").length;
  const caughtUp = () => {
    const [full, well] = [at("full").slice(tried), at("well")].map(windowsOf);
    return full!.length > 2 && full!.at(-1)![0]! >= well!.at(-2)![0]!;
  };
  while (!caughtUp()) await sink.received(sink.requests.length + 1);
  await stop(program);
  assertContiguous(windowsOf(at("well")));
  const full = windowsOf(at("full").slice(tried));
  assertContiguous(full);
  equal(full[0]![0], windowsOf(at("well"))[0]![0]);
});

Deno.test("leexport start drops the oldest payloads where the config says so, and counts them", async () => {
  await using api = startApi();
  await using sink = startReceiver({ answer: () => new Response("", { status: 503 }) });
  const keys = "outbox_limit = 2\noutbox_full = drop_oldest";
  const destinations = { destination: { url: sink.url, keys } };
  await using file = await writeConfig(contiguousText({ api: api.url, destinations }));
  await using program = startProgram(["start", "-c", file.path]);
  await api.received(6);
  await program.output(/dropped/);
  await stop(program);
  const { stdout } = await runProgram(["ledger", "-c", file.path, "hits", "--json"]);
  match(stdout, /"waiting": ?2/);
  match(stdout, /"dropped": ?[1-9]/);
});

Deno.test("leexport start does not repeat a push of unknown outcome where the config says so", async () => {
  await using api = startApi();
  await using sink = startReceiver({
    answer: (_request, index) => new Response("", { status: index === 0 ? 500 : 202 }),
  });
  const destinations = { destination: { url: sink.url, keys: "on_unknown = drop" } };
  await using file = await writeConfig(contiguousText({ api: api.url, destinations }));
  await using program = startProgram(["start", "-c", file.path]);
  await program.output(/it may have been taken, so it is not repeated \(on_unknown = drop\)/);
  await sink.received(3);
  await stop(program);
  assertContiguous(windowsOf(sink.requests));
});

Deno.test("leexport start does not repeat a push that was cut off by a kill where the config says so", async () => {
  await using api = startApi();
  const never = Promise.withResolvers<Response>();
  await using sink = startReceiver({
    answer: (_request, index) => index === 0 ? never.promise : new Response(),
  });
  const destinations = { destination: { url: sink.url, keys: "on_unknown = drop" } };
  await using file = await writeConfig(contiguousText({ api: api.url, destinations }));
  const killed = startProgram(["start", "-c", file.path]);
  await sink.received(1);
  killed.signal("SIGKILL");
  await killed.ended;
  never.resolve(new Response());
  await using program = startProgram(["start", "-c", file.path]);
  await program.output(/leexport ended while it was pushed/);
  await sink.received(3);
  await stop(program);
  assertContiguous(windowsOf(sink.requests));
});

Deno.test("leexport start gives up payloads that have waited longer than expire_after", async () => {
  await using api = startApi();
  await using sink = startReceiver({ answer: () => new Response("", { status: 503 }) });
  const destinations = { destination: { url: sink.url, keys: "expire_after = 1" } };
  await using file = await writeConfig(contiguousText({ api: api.url, destinations }));
  await using program = startProgram(["start", "-c", file.path]);
  await program.output(/it waited longer than expire_after = 1; it is given up/);
  await stop(program);
});

Deno.test("leexport start keeps a rejected payload aside and goes on with the next", async () => {
  await using api = startApi();
  await using sink = startReceiver({
    answer: (_request, index) => new Response("odd", { status: index === 0 ? 400 : 202 }),
  });
  const destinations = { destination: { url: sink.url } };
  await using file = await writeConfig(contiguousText({ api: api.url, destinations }));
  await using program = startProgram(["start", "-c", file.path]);
  await sink.received(3);
  await stop(program);
  assertContiguous(windowsOf(sink.requests));
  const { stdout } = await runProgram(["ledger", "-c", file.path, "hits"]);
  match(stdout, /rejected/);
  match(stdout, /answered 400: odd/);
});

Deno.test("leexport start asks the API once for searches that ask the same question", async () => {
  await using api = startApi();
  await using sink = startReceiver();
  const destinations = { destination: { url: sink.url } };
  const text = contiguousText({ api: api.url, destinations, query: "delay = 2" });
  const [, section] = text.split("[Searches]\n");
  const twin = section!.replace("[[hits]]", "[[twin]]");
  await using file = await writeConfig(text + twin);
  await using program = startProgram(["start", "-c", file.path]);
  await sink.received(6);
  await stop(program);
  const asked = askedQueries(api).map(({ leql }) => leql.during.from);
  equal(asked.length, new Set(asked).size);
});

Deno.test("leexport start refuses a store that another daemon uses, and names that one", async () => {
  await using api = startApi();
  await using sink = startReceiver();
  const text = contiguousText({ api: api.url, destinations: { destination: { url: sink.url } } });
  await using file = await writeConfig(text);
  await using first = startProgram(["start", "-c", file.path]);
  await sink.received(1);
  const second = await runProgram(["start", "-c", file.path]);
  equal(second.code, 1);
  match(
    second.stderr,
    new RegExp(
      `^Cannot use the store .*leexport\\.db: leexport already uses it as process ${first.pid}\n`,
    ),
  );
});

Deno.test("leexport start leaves out what was missed under catch_up = skip, and says so", async () => {
  await using api = startApi();
  await using sink = startReceiver();
  const destinations = { destination: { url: sink.url } };
  const text = contiguousText({ api: api.url, destinations, query: "delay = 2\ncatch_up = skip" });
  await using file = await writeConfig(text);
  const first = startProgram(["start", "-c", file.path]);
  await sink.received(1);
  await stop(first);
  const last = windowsOf(sink.requests).at(-1)![1]!;
  while (Date.now() < last + 5000) await new Promise((resolve) => setTimeout(resolve, 100));
  await using second = startProgram(["start", "-c", file.path]);
  await second.output(/windows of search "hits" left out for destination: .*\(catch_up = skip\)/);
  const before = sink.requests.length;
  await sink.received(before + 1);
  await stop(second);
  const { code, stdout } = await runProgram(["ledger", "-c", file.path, "hits", "--verify"]);
  equal(code, 0, stdout);
});

Deno.test("leexport start keeps an answer that a service cannot transform yet, and pushes it in its turn", async () => {
  await using api = startApi();
  await using sink = startReceiver();
  const text = contiguousText({
    api: api.url,
    destinations: { destination: { url: sink.url } },
  });
  await using file = await writeConfig(
    text.replace("[Services]", "services_dir = .\n[Services]")
      .replaceAll("hosted_graphite", "late_riser").replace(/metric_name.*\n/, ""),
  );
  await Deno.writeTextFile(
    `${file.folder}/late_riser_service.ts`,
    `import { sendPayload, Service, url } from "leexport";
let calls = 0;
export class LateRiserService extends Service<number, never> {
  static override readonly keys = { push_url: url("Where totals go") };
  override transform({ total }): number | undefined {
    if (++calls === 1) throw new Error("not awake yet");
    return total;
  }
  override async push(total: number, delivery): Promise<void> {
    const { push_url } = this.destination;
    await sendPayload(push_url, { method: "POST", headers: {}, body: \`\${total}\`, delivery });
  }
}
`,
  );
  await using program = startProgram(["start", "-c", file.path]);
  await sink.received(3);
  await stop(program);
  const windows = windowsOf(sink.requests);
  assertContiguous(windows);
  equal(windows[0]![0], askedQueries(api)[0]!.leql.during.from);
});
