/**
 * Writes the generated parts of the documentation: everything between `<!-- NAME -->` and `<!-- end -->`, where NAME
 * is `include FILE`, `sections` or `services`. `deno task docs` writes the files, `deno task docs --check` fails if one is out of date.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- its output is its purpose

import { openCatalog } from "../src/service_host/catalog.ts";
import { SECTIONS } from "../src/config/schema.ts";
import type { Key, KeyTable } from "../src/key.ts";

const PART_REGEXP = /<!-- (include|sections|services) ?([^>]*?) ?-->[\s\S]*?<!-- end -->/g;
const root = new URL("..", import.meta.url);

/** The generated parts, by the first word of their name. */
const PARTS: Readonly<Record<string, (rest: string) => Promise<string>>> = {
  include: async (file) => {
    const text = await Deno.readTextFile(new URL(file, root));
    return `\`\`\`${file.split(".").at(-1)}\n${text.trimEnd()}\n\`\`\``;
  },
  sections: () =>
    Promise.resolve(
      SECTIONS.map(({ header, help, keys }) => `### \`${header}\`\n\n${help}.\n\n${keyTable(keys)}`)
        .join("\n\n"),
    ),
  services: async () => {
    const catalog = await openCatalog(undefined);
    const parts = await Promise.all(catalog.names.map(async (name) => {
      const { summary, keys } = await catalog.describe(name);
      return `### \`service = ${name}\`\n\n${summary}.\n\n${keyTable(keys)}`;
    }));
    return parts.join("\n\n");
  },
};

function keyTable(keys: KeyTable): string {
  const entries = Object.entries(keys);
  if (entries.length === 0) return "It has no keys of its own.";
  const rows = entries.map(([name, key]) =>
    `| \`${name}\` | ${valueOf(key)} | ${defaultOf(key)} | ${meaningOf(key)} |`
  );
  return ["| key | value | default | meaning |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

function valueOf({ type, min, max, choices = [] }: Key): string {
  const least = min === undefined ? "" : `, ${min} or more`;
  const limits = min === undefined || max === undefined ? least : `, ${min} to ${max}`;
  return {
    text: "text",
    url: "http or https address",
    hosts: "`host:port`, several with commas",
    list: "texts, separated by commas",
    integer: `whole number${limits}`,
    choice: choices.map(({ value }) => `\`${value}\``).join(", "),
    file: "path",
  }[type];
}

function defaultOf({ required, default: value }: Key): string {
  if (value !== undefined) return `\`${value}\``;
  return required ? "has to be written" : "none";
}

function meaningOf({ help, secret, choices = [] }: Key): string {
  const details = choices.map(({ value, help }) => `\`${value}\`: ${help}`);
  return [help, ...secret ? ["Never shown"] : [], ...details].join(".<br>")
    .replaceAll("|", "\\|");
}

/**
 * Fills in the generated parts of a page and formats it.
 *
 * @param text The page in Markdown.
 */
async function fillIn(text: string): Promise<string> {
  const matches = [...text.matchAll(PART_REGEXP)];
  let filled = "";
  let rest = 0;
  for (const match of matches) {
    const part = await PARTS[match[1]!]!(match[2]!);
    const name = `${match[1]} ${match[2]}`.trim();
    filled += `${text.slice(rest, match.index)}<!-- ${name} -->\n\n${part}\n\n<!-- end -->`;
    rest = match.index + match[0].length;
  }
  return await format(filled + text.slice(rest));
}

async function format(markdown: string): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--ext", "md", "-"],
    cwd: root.pathname,
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(markdown));
  await writer.close();
  return new TextDecoder().decode((await child.output()).stdout);
}

async function pages(): Promise<string[]> {
  const found = ["README.md"];
  for await (const { name } of Deno.readDir(new URL("docs/", root))) {
    if (name.endsWith(".md")) found.push(`docs/${name}`);
  }
  return found.sort();
}

let stale = 0;
for (const page of await pages()) {
  const file = new URL(page, root);
  const before = await Deno.readTextFile(file);
  const after = await fillIn(before);
  if (before === after) continue;
  if (Deno.args.includes("--check")) {
    stale++;
    console.error(`${page}: Cannot accept it: a generated part is out of date`);
  } else {
    await Deno.writeTextFile(file, after);
    console.log(`wrote ${page}`);
  }
}
if (stale > 0) {
  console.error("  hint: run deno task docs");
  Deno.exit(1);
}
