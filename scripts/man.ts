/**
 * Writes the manual pages leexport(1) and leexport.ini(5): `deno task man`, with `--output DIR` into another folder than
 * dist/man. Everything they say of commands and keys comes from the declarations that the program itself reads by.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- its output is its purpose

import { parseArgs } from "node:util";
import { describeCommand } from "../src/command_line/describe_command.ts";
import { buildProgram } from "../src/command_line/parse_command.ts";
import { openCatalog } from "../src/service_host/catalog.ts";
import { VERSION } from "../src/version.ts";
import { commandPage } from "./man/command_page.ts";
import { configPage } from "./man/config_page.ts";
import { sectionOf } from "./man/markdown.ts";
import { pageDate } from "./man/page_date.ts";

const root = new URL("..", import.meta.url);
const read = (path: string) => Deno.readTextFile(new URL(path, root));

const { values: { output } } = parseArgs({
  args: Deno.args,
  options: { output: { type: "string", default: "dist/man" } },
});
const date = pageDate(await read("CHANGELOG.md"), {
  version: VERSION,
  epoch: Deno.env.get("SOURCE_DATE_EPOCH"),
  license: await read("LICENSE"),
});
const catalog = await openCatalog(undefined);
const services = await Promise.all(catalog.names.map((name) => catalog.describe(name)));
const program = buildProgram({
  output: { say: console.log, complain: console.error },
  choose: () => {},
});
const signals = sectionOf(await read("docs/running.md"), "Signals");
const manual = await read("docs/configuration.md");
const pages = {
  "leexport.1": commandPage(describeCommand(program), { signals, date, version: VERSION }),
  "leexport.ini.5": configPage({ services, manual, date, version: VERSION }),
};
await Deno.mkdir(output, { recursive: true });
for (const [name, text] of Object.entries(pages)) {
  await Deno.writeTextFile(`${output}/${name}`, text);
  console.log(`wrote ${output}/${name}`);
}
