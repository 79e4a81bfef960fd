import { SECTIONS } from "../../src/config/schema.ts";
import { openCatalog } from "../../src/service_host/catalog.ts";
import { keyTable } from "./key_table.ts";

const ROOT = new URL("../../", import.meta.url);

/** Text in Markdown for each generated part of a page, by the first word of its name; the rest of the name is handed over. */
export const PARTS: Readonly<Record<string, (rest: string) => Promise<string>>> = {
  include: async (file) => {
    const text = await Deno.readTextFile(new URL(file, ROOT));
    return `\`\`\`${file.split(".").at(-1)}\n${text.trimEnd()}\n\`\`\``;
  },
  sections: () =>
    Promise.resolve(
      SECTIONS.map(({ header, help, keys }) => `### \`${header}\`\n\n${help}.\n\n${keyTable(keys)}`)
        .join("\n\n"),
    ),
  services: async () => {
    const catalog = await openCatalog(undefined);
    const rows = await Promise.all(catalog.names.map(async (name) => {
      const { summary, keys } = await catalog.describe(name);
      const written = Object.keys(keys).map((key) => `\`${key}\``).join(", ");
      return `| [\`${name}\`](services/${name}.md) | ${summary} | ${written} |`;
    }));
    return ["| service | does | keys |", "| --- | --- | --- |", ...rows].join("\n");
  },
  service: async (name) => {
    const catalog = await openCatalog(undefined);
    return keyTable((await catalog.describe(name)).keys);
  },
};

/** Finds the generated parts of a page: all between `<!-- NAME -->` and `<!-- end -->`. */
const PART_REGEXP = /<!-- (include|sections|services|service) ?([^>]*?) ?-->[\s\S]*?<!-- end -->/g;

/**
 * Fills in the generated parts of a page. Their text is new, and not yet formatted.
 *
 * @param page The page in Markdown.
 */
export async function fillIn(page: string): Promise<string> {
  let filled = "";
  let rest = 0;
  for (const match of page.matchAll(PART_REGEXP)) {
    const part = await PARTS[match[1]!]!(match[2]!);
    const name = `${match[1]} ${match[2]}`.trim();
    filled += `${page.slice(rest, match.index)}<!-- ${name} -->\n\n${part}\n\n<!-- end -->`;
    rest = match.index + match[0].length;
  }
  return filled + page.slice(rest);
}
