import { deepStrictEqual, match } from "node:assert/strict";
import { FrameReader, FrameWriter, NO_TOKEN } from "../../src/service_host/frames.ts";
import { serviceProcessCommand } from "../../src/service_host/process_command.ts";
import type { ServiceProcessOpening } from "../../src/service_host/process_main.ts";

const GRANTS = { net: [], read: [], env: [] };
const LONGEST_WAIT_MS = 20_000;
const TOKEN = "00112233445566778899aabbccddeeff";

Deno.test("a service's process says so if the daemon is of another version", async () => {
  const { command, args, env } = serviceProcessCommand(GRANTS, { memoryLimitMib: 256 });
  const pipes = { stdin: "piped", stdout: "piped" } as const;
  const child = new Deno.Command(command, { args, env, clearEnv: true, ...pipes }).spawn();
  const input = new FrameWriter(child.stdin, NO_TOKEN);
  const opening: ServiceProcessOpening = { token: TOKEN, grants: GRANTS, version: "0.0.1" };
  input.write(JSON.stringify(opening));
  const reader = new FrameReader(Uint8Array.fromHex(TOKEN), { longest: 10_000 });
  const said: string[] = [];
  // One that says nothing would be waited for.
  const timer = setTimeout(() => child.kill("SIGKILL"), LONGEST_WAIT_MS);
  for await (const chunk of child.stdout) {
    said.push(...reader.read(chunk));
    if (said.length > 0) break;
  }
  clearTimeout(timer);
  if (said.length > 0) child.kill("SIGKILL");
  await child.status;
  await input.abort();
  const { type, failure } = JSON.parse(said[0] ?? '{"failure":{}}');
  deepStrictEqual([type, failure.kind], ["broken", "fault"]);
  match(failure.message, /^leexport was replaced by version \S+ while 0\.0\.1 runs: restart it$/);
});
