import { equal, match } from "node:assert/strict";
import { runProgram, startProgram } from "./program.ts";
import { openStatusPage } from "./commands/status_page.ts";
import { stop } from "./commands/contiguous_config.ts";

const ROOT = new URL("../", import.meta.url).pathname;

/** The five commands that the README shows, as arguments of the program; the first installs Deno. */
function fiveCommands(): readonly (readonly string[])[] {
  const readme = Deno.readTextFileSync(`${ROOT}README.md`);
  const [, block = ""] =
    /## Your own log in five commands[\s\S]*?```sh\n([\s\S]*?)```/.exec(readme) ??
      [];
  const lines = block.trimEnd().split("\n");
  equal(lines.length, 5);
  match(lines[0]!, /^npm install --global deno@[\d.]+$/);
  return lines.slice(1).map((line) => {
    match(line, /^deno task -q leexport /);
    return line.replace(/^deno task -q leexport /, "").replace(/ &$/, "").split(" ");
  });
}

Deno.test("the README's five commands lead from a log file to a drawn preview and a status page", async () => {
  const cwd = await Deno.makeTempDir();
  try {
    const [simulate = [], init = [], preview = [], start = []] = fiveCommands();
    const log = `${ROOT}examples/access.log`;
    const ownLog = simulate.map((word) => word.replace(/=.*/, `=${log}`).replace(/^\d+$/, "0"));
    await using simulator = startProgram(ownLog, { cwd });
    const [, url = ""] = await simulator.output(/listens at (http:\S+)/);
    const written = await runProgram(init.map((word) => word.replace(/^http:.*/, url)), { cwd });
    equal(written.code, 0, written.stdout + written.stderr);
    const drawn = await runProgram(preview, { cwd });
    equal(drawn.code, 0, drawn.stdout + drawn.stderr);
    match(drawn.stdout, /┤[\s\S]*[\u2800-\u28ff]{2}/);
    const config = await Deno.readTextFile(`${cwd}/config.ini`);
    const free = config.replace(/# status_address = .*/, "status_address = 127.0.0.1:0");
    await Deno.writeTextFile(`${cwd}/config.ini`, free);
    await using daemon = startProgram(start, { cwd });
    const page = await openStatusPage(daemon);
    const { program } = await page.until(({ searches: [search] }) => search?.health === "ok");
    equal(program.actions, "with token");
    await stop(daemon);
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
});
