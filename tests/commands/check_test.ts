import { deepEqual } from "node:assert/strict";
import { join } from "node:path";
import { runProgram } from "../program.ts";

/** `state_dirr` is only warned of; a period of 0 makes the file unusable. */
function config({ period }: { readonly period: number }): string {
  return `[LE]
    x_api_key = key
    url = http://127.0.0.1:9
[Leexport]
    state_dirr = /var/lib/leexport
    status_address = none
[Searches]
    [[errors]]
        [[[query]]]
            logs = Shop/access
            statement = calculate(count)
            query_period = ${period}
            query_range = 60
        [[[destination]]]
            service = dummy
`;
}

for (
  const [period, code, verdict] of [
    [60, 0, "is good: 1 search, 1 warning"],
    [0, 2, "cannot be used: 1 problem and 1 warning"],
  ] as const
) {
  Deno.test(`leexport check sums up: the file ${verdict}`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      const file = join(folder, "config.ini");
      await Deno.writeTextFile(file, config({ period }));
      const ended = await runProgram(["check", "-c", file]);
      deepEqual([ended.code, ended.stdout.trim().split("\n").at(-1)], [code, `${file} ${verdict}`]);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}
