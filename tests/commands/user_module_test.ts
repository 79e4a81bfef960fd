import { deepEqual, equal, match } from "node:assert/strict";
import { type ConfigFile, configText, writeConfig } from "../config_text.ts";
import { type Ended, runProgram, startProgram } from "../program.ts";
import { finishedAnswer } from "../servers/answers.ts";
import { type Receiver, startReceiver } from "../../src/testing.ts";

/** A service that posts the total of an answer; `SENT` is what it sends. */
const TYPESCRIPT = `import { type Delivery, type QueryResponse, Service, url } from "leexport";
const keys = { push_url: url("Where totals are posted") };
export class TotalsService extends Service<number, typeof keys> {
  static override readonly summary = "Posts totals";
  static override readonly keys = keys;
  override transform({ total }: QueryResponse): number | undefined { return total; }
  override async push(payload: number, { signal }: Delivery): Promise<void> {
    const body: string = SENT;
    await (await fetch(this.destination.push_url, { method: "POST", body, signal })).text();
  }
}
`;
const JAVASCRIPT = `import { Service, url } from "leexport";
export class TotalsService extends Service {
  static summary = "Posts totals";
  static keys = { push_url: url("Where totals are posted") };
  transform({ total }) { return total; }
  async push(payload, { signal }) {
    const body = SENT;
    await (await fetch(this.destination.push_url, { method: "POST", body, signal })).text();
  }
}
`;
const TOTAL = "`total ${payload}`";

/** So long is a push tried again that fails. */
const PERIOD_SECONDS = 2;

function startApi(): Receiver {
  return startReceiver({ answer: ({ body }) => finishedAnswer(JSON.parse(body)) });
}

/** Writes a config whose one search pushes by a module beside it. */
async function writeConfigWith(
  module: { readonly file: string; readonly text: string; readonly keys?: string },
  { api, destination }: { readonly api: string; readonly destination: string },
): Promise<ConfigFile> {
  const text = configText(api, [{ name: "errors", period: PERIOD_SECONDS, pushUrl: destination }])
    .replace("[[geckoboard]]", "[[totals]]")
    .replace(/ +api_key = .*\n/, module.keys ?? "")
    .replace("service = geckoboard", "service = totals")
    .replace("            widget_type = line_chart\n            name = errors\n", "")
    .replace("[Leexport]\n", "[Leexport]\n    services_dir = services\n");
  const config = await writeConfig(text);
  await Deno.mkdir(`${config.folder}/services`, { mode: 0o755 });
  const path = `${config.folder}/services/${module.file}`;
  await Deno.writeTextFile(path, module.text);
  await Deno.chmod(path, 0o644);
  return config;
}

/** The processes that a process has started and that still run. */
async function childrenOf(pid: number): Promise<number[]> {
  const { stdout } = await new Deno.Command("ps", { args: ["-A", "-o", "ppid=", "-o", "pid="] })
    .output();
  const pairs = new TextDecoder().decode(stdout).matchAll(/^ *(\d+) +(\d+)$/gm);
  return Array.from(pairs).filter(([, parent]) => Number(parent) === pid).map(([, , own]) =>
    Number(own)
  );
}

for (
  const [file, text] of [
    ["totals_service.ts", TYPESCRIPT],
    ["totals_service.js", JAVASCRIPT],
  ] as const
) {
  for (const [isolation, processes] of [["process", 1], ["worker", 0]] as const) {
    Deno.test(`leexport run pushes by ${file} of one's own in a ${isolation}`, async () => {
      await using api = startApi();
      const seen = Promise.withResolvers<void>();
      await using destination = startReceiver({
        answer: async () => {
          await seen.promise;
          return new Response();
        },
      });
      const module = {
        file,
        text: text.replace("SENT", TOTAL),
        keys: isolation === "worker" ? "        isolation = worker\n" : "",
      };
      const places = { api: api.url, destination: `${destination.url}/totals` };
      await using config = await writeConfigWith(module, places);
      await using program = startProgram(["run", "-c", config.path]);
      await destination.received(1);
      equal((await childrenOf(program.pid)).length, processes);
      seen.resolve();
      const { code, stdout, stderr } = await program.ended;
      deepEqual([code, stderr], [0, ""], stdout);
      match(stdout, /search "errors" ran in [\d.]+ s: accepted by totals\n/);
      const [request] = destination.requests;
      deepEqual([request?.path, request?.body], ["/totals", "total 55"]);
    });

    Deno.test(`${file} of one's own in a ${isolation} cannot import what lies on the disk`, async () => {
      await using api = startApi();
      await using destination = startReceiver();
      const secret = await Deno.makeTempFile({ suffix: ".ts" });
      await Deno.writeTextFile(secret, 'export const secret = "let out";');
      try {
        const found = `(await import(${JSON.stringify(`file://${secret}`)})).secret`;
        const module = {
          file,
          text: text.replace("SENT", found),
          keys: isolation === "worker" ? "        isolation = worker\n" : "",
        };
        const places = { api: api.url, destination: `${destination.url}/totals` };
        await using config = await writeConfigWith(module, places);
        const { code, stdout } = await runProgram(["run", "-c", config.path]);
        equal(code, 1);
        match(stdout, /service "totals" wanted to import "file:\/\/\S+", which it may not/);
        deepEqual(destination.requests, []);
      } finally {
        await Deno.remove(secret);
      }
    });
  }
}

/** Checks a config with a module whose file was changed. */
async function checkChanged(change: (file: string) => Promise<void>): Promise<Ended> {
  const module = { file: "totals_service.ts", text: TYPESCRIPT.replace("SENT", TOTAL) };
  const places = { api: "http://127.0.0.1:9", destination: "http://127.0.0.1:9/totals" };
  await using config = await writeConfigWith(module, places);
  await change(`${config.folder}/services/totals_service.ts`);
  return await runProgram(["check", "-c", config.path]);
}

Deno.test("leexport check takes a module that only its owner may write", async () => {
  const { code, stdout } = await checkChanged(() => Promise.resolve());
  deepEqual([code, stdout.replace(/^.*config/, "config")], [0, "config.ini is good: 1 search\n"]);
});

Deno.test("leexport check refuses a module that its group may write", async () => {
  const { code, stdout, stderr } = await checkChanged((file) => Deno.chmod(file, 0o664));
  equal(code, 2);
  match(stdout + stderr, /its group or others may write to it \(mode 0664\); run chmod go-w \//);
});

// Only root can give a file away.
if (Deno.uid() === 0) {
  Deno.test("leexport check refuses a module of another user", async () => {
    const { code, stdout, stderr } = await checkChanged((file) => Deno.chown(file, 12345, 12345));
    equal(code, 2);
    match(stdout + stderr, /it belongs to user 12345, not to root or to the user 0 that runs /);
  });
}

Deno.test("leexport services lists a module of one's own beside the shipped ones", async () => {
  const module = { file: "totals_service.ts", text: TYPESCRIPT.replace("SENT", TOTAL) };
  const places = { api: "http://127.0.0.1:9", destination: "http://127.0.0.1:9/totals" };
  await using config = await writeConfigWith(module, places);
  const args = ["services", "--services-dir", `${config.folder}/services`];
  const { code, stdout, stderr } = await runProgram(args);
  deepEqual([code, stderr], [0, ""]);
  match(stdout, /^totals \(.*\/totals_service\.ts\)\n {2}Posts totals\n {2}keys: push_url\n/m);
  for (const shipped of ["dummy", "geckoboard", "hosted_graphite", "kafka"]) {
    match(stdout, new RegExp(`^${shipped}$`, "m"));
  }
});
