import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import type { CommandDescription } from "../../src/command_description.ts";
import { SECTIONS } from "../../src/config/schema.ts";
import type { KeyTable } from "../../src/key.ts";
import { openCatalog } from "../../src/service_host/catalog.ts";
import { declaredProgram } from "../completions/declared_program.ts";
import { canRun, isMissing } from "../servers/requirement.ts";
import { flowing, PAGES, read, writePages } from "./written_pages.ts";

const hasMan = await canRun("man", ["--version"]) && await canRun("lexgrog", ["--version"]);
const ignoreMan = isMissing(hasMan ? undefined : "install man-db");
const hasMandoc = await canRun("mandoc", ["-Tlint", "/dev/null"]);
const ignoreMandoc = isMissing(hasMandoc ? undefined : "install mandoc");

const READERS = [
  { name: "man", ignore: ignoreMan, command: ["man", "--warnings", "-l"] },
  { name: "mandoc", ignore: ignoreMandoc, command: ["mandoc", "-Tutf8", "-Owidth=80"] },
] as const;

for (const { name, ignore, command: [tool, ...args] } of READERS) {
  Deno.test(`${name} shows every command, argument and option`, { ignore }, async () => {
    await using pages = await writePages();
    const { words, complaints } = await read([tool, ...args, `${pages.folder}/leexport.1`]);
    strictEqual(complaints, "");
    const shown = flowing(words);
    deepStrictEqual([...toldOf(declaredProgram())].filter((told) => !shown.includes(told)), []);
  });

  Deno.test(`${name} shows every section, service and key`, { ignore }, async () => {
    await using pages = await writePages();
    const { words, complaints } = await read([tool, ...args, `${pages.folder}/leexport.ini.5`]);
    strictEqual(complaints, "");
    const shown = flowing(words);
    const wanted = [...toldOfSections(), ...await toldOfServices()];
    deepStrictEqual(wanted.filter((told) => !shown.includes(told)), []);
  });
}

function* toldOf(
  { commands }: CommandDescription,
  path: readonly string[] = ["leexport"],
): Generator<string> {
  for (const { name, help, arguments: operands, options, ...command } of commands) {
    const here = [...path, name];
    if (command.commands.length > 0) {
      yield* toldOf({ name, help, arguments: operands, options, ...command }, here);
      continue;
    }
    yield `${here.join(" ")} ${capital(help)}.`;
    for (const { name, help } of operands) yield `${name} ${capital(help)}.`;
    for (const { short, long, value, help } of options.filter(({ long }) => long !== "--help")) {
      const names = short === undefined ? long : `${short}, ${long}`;
      const typed = value === undefined ? "" : ` ${value.name}${value.variadic ? " ..." : ""}`;
      yield `${names}${typed} ${capital(help)}.`;
    }
  }
}

function capital(text: string): string {
  return (text.charAt(0).toUpperCase() + text.slice(1)).replaceAll("…", "...");
}

function toldOfSections(): string[] {
  return SECTIONS.flatMap(({ header, help, keys }) => [
    `${header.replaceAll("…", "...")} ${help.replaceAll("…", "...")}.`,
    ...toldOfKeys(keys),
  ]);
}

async function toldOfServices(): Promise<string[]> {
  const catalog = await openCatalog(undefined);
  const services = await Promise.all(catalog.names.map((name) => catalog.describe(name)));
  return services.flatMap(({ name, summary, keys }) => [
    `service = ${name} ${summary}.`,
    ...toldOfKeys(keys),
  ]);
}

function toldOfKeys(keys: KeyTable): string[] {
  return Object.entries(keys).flatMap(([name, { help, choices = [], ...key }]) => [
    `${name} (`,
    ...key.default === undefined ? [] : [`default ${key.default})`],
    `) ${help}.`,
    ...choices.map(({ value, help }) => `${value} ${help}.`),
  ]);
}

Deno.test("mandoc finds nothing wrong in the pages", { ignore: ignoreMandoc }, async () => {
  await using pages = await writePages();
  for (const page of PAGES) {
    const { words } = await read(["mandoc", "-Tlint", "-Wwarning", `${pages.folder}/${page}`]);
    strictEqual(words, "");
  }
});

Deno.test("apropos finds the pages", { ignore: ignoreMan }, async () => {
  await using pages = await writePages();
  const said = await Promise.all(PAGES.map(async (page) => {
    const { words } = await read(["lexgrog", `${pages.folder}/${page}`]);
    return words.slice(words.indexOf(": ") + 2).trim();
  }));
  deepStrictEqual(said, [
    '"leexport - puts numbers from Rapid7 / Logentries logs on dashboards"',
    '"leexport.ini - config file of leexport"',
  ]);
});

Deno.test("the pages are the same at any time, and of the day of SOURCE_DATE_EPOCH", async () => {
  const env = { SOURCE_DATE_EPOCH: "1795478400" };
  await using once = await writePages({ env });
  await using again = await writePages({ env });
  for (const page of PAGES) {
    const text = await Deno.readTextFile(`${once.folder}/${page}`);
    strictEqual(await Deno.readTextFile(`${again.folder}/${page}`), text);
    match(text, /^\.Dd November 24, 2026\n/);
  }
});
