import { equal, match } from "node:assert/strict";
import { programCommand } from "../../scripts/program_command.ts";
import { configText, writeConfig } from "../config_text.ts";
import { finishedAnswer } from "../servers/answers.ts";
import { startReceiver } from "../../src/testing.ts";

/** Runs the daemon for one push, with a file as standard output, and gives what it wrote there. */
async function logOf(streamOf: (output: Deno.FileInfo) => string): Promise<string> {
  await using api = startReceiver({
    answer: ({ body }) => finishedAnswer(JSON.parse(body)),
  });
  await using geckoboard = startReceiver();
  await using config = await writeConfig(
    configText(api.url, [{ name: "errors", pushUrl: `${geckoboard.url}/v1/send/1` }]),
  );
  const output = `${config.folder}/output`;
  await Deno.writeTextFile(output, "");
  const { command, args } = programCommand(["start", "-c", config.path]);
  const child = new Deno.Command("sh", {
    args: ["-c", 'output=$1; shift; exec "$@" >"$output"', "sh", output, command, ...args],
    env: {
      NO_COLOR: "1",
      STATE_DIRECTORY: config.folder,
      JOURNAL_STREAM: streamOf(await Deno.stat(output)),
    },
    stdin: "null",
  }).spawn();
  await geckoboard.received(1);
  child.kill("SIGTERM");
  equal((await child.status).code, 0);
  return await Deno.readTextFile(output);
}

Deno.test("leexport start writes priorities for the journal, without time and level", async () => {
  const text = await logOf(({ dev, ino }) => `${dev}:${ino}`);
  match(text, /^<6>engine: started 1 search of /);
  match(text, /\n<6>engine: stopped\n$/);
});

Deno.test("leexport start writes as for people if only a parent's output went to the journal", async () => {
  const text = await logOf(({ dev, ino }) => `${dev}:${ino! + 1}`);
  match(text, /^\d{4}-\S+Z info {4}engine: started 1 search of /);
});

Deno.test("leexport gives an error at the start its priority in the journal, on each line", async () => {
  await using config = await writeConfig("[LE]\n");
  const output = `${config.folder}/errors`;
  await Deno.writeTextFile(output, "");
  const { dev, ino } = await Deno.stat(output);
  const { command, args } = programCommand(["start", "-c", config.path]);
  const { code } = await new Deno.Command("sh", {
    args: ["-c", 'output=$1; shift; exec "$@" 2>"$output"', "sh", output, command, ...args],
    env: { NO_COLOR: "1", JOURNAL_STREAM: `${dev}:${ino}` },
    stdin: "null",
  }).output();
  equal(code, 2);
  match(await Deno.readTextFile(output), /^(<3>.+\n)*<3>.*config\.ini.*\n(<3>.+\n)+$/);
});
