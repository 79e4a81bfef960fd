import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { missingForKafka } from "../servers/kafka.ts";
import { isMissing } from "../servers/requirement.ts";
import { startSandbox } from "./sandbox.ts";

const SCRIPT = fileURLToPath(new URL("../../scripts/kafka.ts", import.meta.url));
const ONE_VALUE = JSON.stringify({
  statistics: { type: "count", from: 0, to: 60_000, timeseries: { a: [{ count: 7 }] } },
});

/** Runs the script with a state of its own. */
async function kafka(argument: string, folder: string): Promise<{ code: number; said: string }> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", SCRIPT, argument],
    env: { XDG_RUNTIME_DIR: folder, TMPDIR: folder, NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" },
    stderr: "inherit",
  });
  const { code, stdout } = await command.output();
  return { code, said: new TextDecoder().decode(stdout).trim() };
}

Deno.test({
  name: "the script starts one broker that takes messages, and stops it",
  ignore: isMissing(await missingForKafka()),
  async fn() {
    const folder = await Deno.makeTempDir();
    try {
      const started = await kafka("start", folder);
      const broker = /^Kafka runs at (127\.0\.0\.1:\d+), with its files in /.exec(started.said)
        ?.[1];
      assert.ok(broker !== undefined, started.said);
      assert.deepEqual(await kafka("start", folder), {
        code: 0,
        said: `Kafka runs already at ${broker}`,
      });
      await using sandbox = startSandbox({ net: [broker] });
      const verdict = await sandbox.push(ONE_VALUE, {
        service: "kafka",
        options: { brokers: [broker], topic: "values", client_id: "leexport" },
        deliveryId: "s/d/1-2",
      });
      assert.deepEqual(verdict, { outcome: "accepted" });
    } finally {
      assert.deepEqual(await kafka("stop", folder), { code: 0, said: "Kafka has stopped" });
      assert.deepEqual(await kafka("stop", folder), { code: 0, said: "Kafka does not run" });
      await Deno.remove(folder, { recursive: true });
    }
  },
});
