/**
 * The way of a person who has the program and Deno, and nothing else: an empty folder, no network, nothing cached.
 *
 * @module
 */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { startReceiver } from "../../src/testing.ts";
import { runProgram } from "../program.ts";
import { startSimulation } from "../simulator/simulation.ts";

/** Runs Deno as on a machine that has just got it. */
async function deno(
  args: readonly string[],
  { cwd, cache }: { readonly cwd: string; readonly cache: string },
): Promise<{ readonly code: number; readonly text: string }> {
  const nowhere = "http://127.0.0.1:9";
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd,
    env: {
      NO_COLOR: "1",
      DENO_NO_UPDATE_CHECK: "1",
      DENO_DIR: cache,
      HTTP_PROXY: nowhere,
      HTTPS_PROXY: nowhere,
      NO_PROXY: "127.0.0.1",
    },
  }).output();
  const decoder = new TextDecoder();
  return { code, text: decoder.decode(stdout) + decoder.decode(stderr) };
}

interface Folders extends AsyncDisposable {
  /** Empty. */
  readonly services: string;
  readonly cache: string;
}

async function makeFolders(): Promise<Folders> {
  const services = await Deno.realPath(await Deno.makeTempDir({ prefix: "kit-services-" }));
  const cache = await Deno.makeTempDir({ prefix: "kit-cache-" });
  return {
    services,
    cache,
    async [Symbol.asyncDispose]() {
      await Promise.all([services, cache].map((path) => Deno.remove(path, { recursive: true })));
    },
  };
}

for (
  const words of ["My Application", "Asmanylettersasthenameofaservicemayhaven"] as const
) {
  Deno.test(`the new service "${words}" and its test pass every tool of Deno`, async () => {
    await using folders = await makeFolders();
    const { services: cwd, cache } = folders;
    const written = await runProgram(["new-service", words], { cwd });
    deepStrictEqual([written.code, written.stderr], [0, ""]);
    const [, command = ""] = /^ {4}deno (test .*)$/m.exec(written.stdout) ?? [];
    for (const args of [["check"], ["lint"], ["fmt", "--check"], command.split(" ")]) {
      const { code, text } = await deno(args, { cwd, cache });
      strictEqual(code, 0, `deno ${args.join(" ")}: ${text}`);
      if (args[0] === "test") match(text, /\b3 passed \| 0 failed\b/);
    }
  });
}

Deno.test("a new service pushes once the config holds what new-service says", async () => {
  await using folders = await makeFolders();
  await using receiver = startReceiver();
  await using api = await startSimulation({ replay: "ending now" });
  const cwd = folders.services;
  const { stdout } = await runProgram(["new-service", "My", "Application"], { cwd });
  const config = configFrom(stdout, { api, pushUrl: `${receiver.url}/values` });
  await Deno.writeTextFile(`${cwd}/config.ini`, config);
  const env = { MY_APPLICATION_API_KEY: "key-of-my-application" };
  const ran = await runProgram(["run", "-c", "config.ini"], { cwd, env });
  strictEqual(ran.code, 0, ran.stdout + ran.stderr);
  strictEqual(receiver.requests.length, 1);
  const [request] = receiver.requests;
  strictEqual(request?.path, "/values");
  strictEqual(request.headers.get("authorization"), "Bearer key-of-my-application");
  const { value, until } = JSON.parse(request.body);
  strictEqual(value, 2);
  ok(!Number.isNaN(Date.parse(until)));
  const listed = await runProgram(["services", "--services-dir", cwd], { cwd });
  strictEqual(listed.code, 0, listed.stdout);
  match(listed.stdout, /^my_application \(.*\n {2}Posts the total of an answer as JSON$/m);
});

/** A config of the blocks that `new-service` prints, between what any config has. */
function configFrom(
  printed: string,
  { api, pushUrl }: {
    readonly api: { readonly url: string; readonly apiKey: string };
    readonly pushUrl: string;
  },
): string {
  const [sections = "", destination = ""] = printed.split("\n\n")
    .filter((block) => /^ +\[/.test(block));
  return `[LE]
    x_api_key = ${api.apiKey}
    url = ${api.url}
${sections}
[Searches]
    [[Errors]]
        [[[query]]]
            logs = Production/web
            statement = where(status>=500) calculate(count)
            query_period = 60
            query_range = 3600
${destination.replace(/push_url = .*/, `push_url = ${pushUrl}`)}
`;
}
