import { deepEqual, ok } from "node:assert/strict";
import { parseCommand } from "../../src/command_line/parse_command.ts";
import { commandLines, wordsOf } from "./command_lines.ts";
import { PAGES } from "./pages.ts";

Deno.test("every command line in the documentation is understood", async () => {
  const misunderstood: string[] = [];
  const lines = PAGES.flatMap(commandLines);
  ok(lines.length > 10);
  for (const line of new Set(lines)) {
    const complaints: string[] = [];
    const output = { say() {}, complain: (text: string) => complaints.push(text) };
    const command = await parseCommand(wordsOf(line).slice(1), output);
    if (command === 2) misunderstood.push(`${line}: ${complaints.join(" ")}`);
  }
  deepEqual(misunderstood, []);
});
