import { deepEqual, equal, notEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { parseCommand } from "../../src/command_line/parse_command.ts";
import { plainCall } from "../../src/command_line/plain_call.ts";
import type { ReadyCommand } from "../../src/command_line/declaration.ts";

const CONFIG = fileURLToPath(new URL("../../examples/dummy.ini", import.meta.url));

/** What a call says, and how it ends, by either way of reading it. */
async function outcome(
  args: readonly string[],
  read: typeof plainCall | typeof parseCommand,
): Promise<{ readonly said: string; readonly code: number }> {
  let said = "";
  const say = (text: string) => said += text;
  const command: ReadyCommand | number | undefined = await read(args, { say, complain: say });
  notEqual(command, undefined);
  return { said, code: typeof command === "function" ? await command() : command ?? 0 };
}

for (const option of ["-c", "--config-file"]) {
  Deno.test(`plainCall() does with check ${option} FILE what the whole command line does`, async () => {
    const args = ["check", option, CONFIG];
    deepEqual(await outcome(args, plainCall), await outcome(args, parseCommand));
  });
}

const OTHERS: readonly (readonly string[])[] = [
  [],
  ["check"],
  ["check", "-c"],
  ["check", "-c", ""],
  ["check", "-c", "--json"],
  ["check", `-c${CONFIG}`],
  ["check", `--config-file=${CONFIG}`],
  ["check", "-c", CONFIG, "--json"],
  ["check", "--json", CONFIG],
  ["start", "-c", CONFIG, "-d"],
  ["start", "-d", CONFIG],
  ["status", "-c", CONFIG],
  ["constructor", "-c", CONFIG],
];

for (const args of OTHERS) {
  Deno.test(`plainCall() leaves "${args.join(" ")}" to the whole command line`, () => {
    equal(plainCall(args, { say() {}, complain() {} }), undefined);
  });
}
