import { deepEqual, match } from "node:assert/strict";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { programCommand } from "../../scripts/program_command.ts";
import { startReceiver } from "../../src/testing.ts";
import { configText, writeConfig } from "../config_text.ts";
import { finishedAnswer } from "../servers/answers.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Windows calls the folder for temporary files so, if the user's name is long; an executable has its files below it. */
const FOLDER = "RUNNER~1 [a^b|c]";

/** Runs the program in a folder of such a name: its source lies there, an executable's own files seem to. */
async function runIn(
  folder: string,
  args: readonly string[],
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  for (const part of ["main.ts", "deno.json", "deno.lock", "src"]) {
    await cp(join(ROOT, part), join(folder, part), { recursive: true });
  }
  const program = programCommand(args);
  const { code, stdout, stderr } = await new Deno.Command(program.command, {
    args: program.args.map((arg) => arg === join(ROOT, "main.ts") ? join(folder, "main.ts") : arg),
    env: { NO_COLOR: "1", STATE_DIRECTORY: folder, TMPDIR: folder },
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

for (const isolation of ["worker", "process"]) {
  Deno.test(`a shipped service is found in a ${isolation}, whatever its folder is called`, async () => {
    const above = await Deno.realPath(await Deno.makeTempDir({ prefix: "leexport-shipped-" }));
    const folder = join(above, FOLDER);
    await Deno.mkdir(folder);
    await using api = startReceiver({ answer: ({ body }) => finishedAnswer(JSON.parse(body)) });
    await using geckoboard = startReceiver();
    const text = configText(api.url, [{ name: "errors", pushUrl: `${geckoboard.url}/v1/send/1` }])
      .replace("[[geckoboard]]", `[[geckoboard]]\n        isolation = ${isolation}`);
    await using file = await writeConfig(text);
    const { code, stdout, stderr } = await runIn(folder, ["run", "-c", file.path]);
    deepEqual([code, stderr], [0, ""], stdout);
    match(stdout, /search "errors" ran in [\d.]+ s: accepted by geckoboard\n/);
    await Deno.remove(above, { recursive: true });
  });
}
