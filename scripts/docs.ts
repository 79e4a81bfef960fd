/**
 * Writes the generated parts of the documentation: in pages all between `<!-- NAME -->` and `<!-- end -->`, where NAME is
 * `include FILE`, `sections`, `services` or `service NAME`; and the pictures of what arrives. `deno task docs` writes the
 * files, `deno task docs --check` fails if one is out of date.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- its output is its purpose

import { openCatalog } from "../src/service_host/catalog.ts";
import { SECTIONS } from "../src/config/schema.ts";
import type { Key, KeyTable } from "../src/key.ts";
import { defaultOf, valueOf } from "./reference/key_words.ts";

const ROOT = new URL("../", import.meta.url);

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
    `| \`${name}\` | ${valueOf(key, code)} | ${defaultOf(key, code)} | ${meaningOf(key)} |`
  );
  return ["| key | value | default | meaning |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

function code(literal: string): string {
  return `\`${literal}\``;
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
  yield* drawPictures();
}

async function pages(): Promise<string[]> {
  const found = ["README.md"];
  for (const folder of ["docs/", "docs/services/"]) {
    for await (const { name } of Deno.readDir(new URL(folder, ROOT))) {
      if (name.endsWith(".md")) found.push(folder + name);
    }
  }
  return found.sort();
}

async function format(markdown: string): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--ext", "md", "-"],
    cwd: ROOT.pathname,
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(markdown));
  await writer.close();
  return new TextDecoder().decode((await child.output()).stdout);
}

async function textOf(file: URL): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

let stale = 0;
for await (const [path, text] of wanted()) {
  const file = new URL(path, ROOT);
  if (await textOf(file) === text) continue;
  if (Deno.args.includes("--check")) {
    stale++;
    console.error(`${path}: Cannot accept it: what is generated of it is out of date`);
  } else {
    await Deno.writeTextFile(file, text);
    console.log(`wrote ${path}`);
  }
}
if (stale > 0) {
  console.error("  hint: run deno task docs");
  Deno.exit(1);
}
