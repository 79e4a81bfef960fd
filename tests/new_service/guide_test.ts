/**
 * What docs/writing-a-service.md shows, done as it says.
 *
 * @module
 */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { startReceiver } from "../../src/testing.ts";
import { runProgram, startProgram } from "../program.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const PAGE = Deno.readTextFileSync(`${ROOT}docs/writing-a-service.md`);

/** The text of the first fenced block of a language that holds a word. */
function block(language: string, word: string): string {
  const blocks = PAGE.matchAll(new RegExp("^```" + language + "\\n([\\s\\S]*?)^```$", "gm"));
  const found = [...blocks].map(([, text = ""]) => text).find((text) => text.includes(word));
  ok(found !== undefined, `the page shows no ${language} with ${word}`);
  return found;
}

/** The command lines of the page's part about the simulator, as arguments. */
function trialCommands(): readonly (readonly string[])[] {
  return block("sh", "leexport simulate").trimEnd().split("\n").map((line) =>
    line.replace(/^leexport | &$/g, "").split(" ").map((word) => word.replaceAll('"', ""))
  );
}

interface Trial extends AsyncDisposable {
  readonly cwd: string;
}

/** A folder with the page's config and log, and its simulator on a port of its own. */
async function startTrial(
  files: Readonly<Record<string, string>>,
  { pushUrl, change = (config) => config }: {
    readonly pushUrl: string;
    readonly change?: (config: string) => string;
  },
): Promise<Trial> {
  await using started = new AsyncDisposableStack();
  const cwd = await Deno.realPath(await Deno.makeTempDir({ prefix: "kit-guide-" }));
  started.defer(() => Deno.remove(cwd, { recursive: true }));
  await Deno.copyFile(`${ROOT}examples/access.log`, `${cwd}/access.log`);
  for (const [name, text] of Object.entries(files)) {
    await Deno.writeTextFile(`${cwd}/${name}`, text, { mode: 0o644 });
  }
  const [simulate = []] = trialCommands();
  const freePort = simulate.map((word) => word === "8080" ? "0" : word);
  const simulator = started.use(startProgram(freePort, { cwd }));
  const [, url = ""] = await simulator.output(/listens at (http:\S+)/);
  const config = block("ini", "for-trying").replace("http://127.0.0.1:8080", url)
    .replace("/etc/leexport/services", cwd).replace("http://127.0.0.1:8000", pushUrl);
  await Deno.writeTextFile(`${cwd}/config.ini`, change(config));
  const running = started.move();
  return { cwd, [Symbol.asyncDispose]: () => running.disposeAsync() };
}

Deno.test("the commands of the guide bring a number from a log to a receiver", async () => {
  await using receiver = startReceiver();
  await using trial = await startTrial({}, { pushUrl: receiver.url });
  const [, words = ""] = /^ +leexport new-service "(.+)"$/m.exec(PAGE) ?? [];
  const written = await runProgram(["new-service", words], trial);
  strictEqual(written.code, 0, written.stderr);
  const [_simulate, preview = [], run = []] = trialCommands();
  const previewed = await runProgram(preview, trial);
  strictEqual(previewed.code, 0, previewed.stdout + previewed.stderr);
  strictEqual(receiver.requests.length, 0);
  const ran = await runProgram(run, trial);
  strictEqual(ran.code, 0, ran.stdout + ran.stderr);
  const [request] = receiver.requests;
  strictEqual(request?.path, "/totals");
  strictEqual(request.headers.get("authorization"), "Bearer for-trying-too");
  match(request.body, /^\{"value":\d+,"until":"[\d:.TZ-]+"\}$/);
});

Deno.test("the receiver of the guide takes what is pushed, and prints it", async () => {
  const [, code = ""] = /^deno eval '([^']*)' &$/m.exec(block("sh", "deno eval")) ?? [];
  const receiver = new Deno.Command(Deno.execPath(), {
    args: ["eval", code.replace("8000", "0")],
    stdout: "piped",
    stderr: "piped",
    env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" },
  }).spawn();
  await using _receiver = { [Symbol.asyncDispose]: () => end(receiver) };
  const [, url = ""] = await until(receiver.stderr, /(http:\S+)/);
  const response = await fetch(`${url}totals`, { method: "POST", body: "what is pushed" });
  deepStrictEqual([response.status, await response.text()], [200, ""]);
  await until(receiver.stdout, /^what is pushed$/m);
});

async function end(process: Deno.ChildProcess): Promise<void> {
  process.kill();
  await process.status;
}

/** Reads on until something has been said, and then no more. */
async function until(
  stream: ReadableStream<BufferSource>,
  wanted: RegExp,
): Promise<RegExpExecArray> {
  let text = "";
  for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const found = wanted.exec(text);
    if (found !== null) return found;
  }
  throw new Error(`It ended with ${text}`);
}

Deno.test("the ten lines that the guide begins with are a whole service", async () => {
  await using receiver = startReceiver();
  const text = block("js", "MyTotalService");
  strictEqual(text.trimEnd().split("\n").length, 10);
  await using trial = await startTrial({ "my_total_service.js": text }, {
    pushUrl: receiver.url,
    change: (config) => config.replaceAll("my_application", "my_total"),
  });
  const ran = await runProgram(["run", "-c", "config.ini"], trial);
  strictEqual(ran.code, 0, ran.stdout + ran.stderr);
  match(receiver.requests[0]?.body ?? "", /^\d+$/);
});
