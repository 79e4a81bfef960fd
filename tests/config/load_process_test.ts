import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { loadProcess } from "../../src/config/load_process.ts";
import { ConfigError } from "../../src/errors.ts";
import { writeConfig } from "../config_text.ts";

const BROKEN_ELSEWHERE = `[LE]
    x_api_key = \${credential:log-search}
    region = nowhere
[Searches]
    [[errors]]
        [[[query]]]
            query_period = five
`;

async function load(leexport: string) {
  await using file = await writeConfig(`${BROKEN_ELSEWHERE}${leexport}`);
  return await loadProcess(file.path);
}

Deno.test("loadProcess() reads [Leexport], whatever is wrong elsewhere", async () => {
  const { process, hasToken, tokenProblems } = await load(
    "[Leexport]\n    status_address = [::1]:7\n    status_token = 0123456789abcdef\n",
  );
  deepEqual(process.status.address, { kind: "tcp", hostname: "::1", port: 7 });
  equal(process.status.token?.reveal(), "0123456789abcdef");
  deepEqual([hasToken, tokenProblems], [true, []]);
});

Deno.test("loadProcess() takes the defaults where there is no [Leexport]", async () => {
  const { process, hasToken } = await load("");
  deepEqual(process.status.address, { kind: "tcp", hostname: "127.0.0.1", port: 9797 });
  equal(hasToken, false);
});

Deno.test("loadProcess() tells a token that cannot be had from one that is not there", async () => {
  const { process, hasToken, tokenProblems } = await load(
    "[Leexport]\n    status_token = ${credential:token}\n    ledger_days = many\n",
  );
  deepEqual([process.status.token, hasToken, tokenProblems.length], [undefined, true, 1]);
  match(tokenProblems[0]?.message ?? "", /credential token/);
});

Deno.test("loadProcess() refuses an address that is none", async () => {
  await rejects(load("[Leexport]\n    status_address = here\n"), (error: unknown) => {
    const [problem] = error instanceof ConfigError ? error.problems : [];
    match(problem?.message ?? "", /^Cannot read status_address of \[Leexport\]: "here" is no/);
    return true;
  });
});

Deno.test("loadProcess() refuses a file that is not there", () =>
  rejects(loadProcess("/nowhere/config.ini"), { message: "Cannot use /nowhere/config.ini" }));
