import { display, prose, tagList, verbatim } from "./mdoc.ts";

/**
 * Finds a section of a page in Markdown.
 *
 * @param page The page.
 * @param heading Of the section, without its `#`.
 * @returns What stands below the heading, up to the next one.
 * @throws {RangeError} If there is no such section.
 */
export function sectionOf(page: string, heading: string): string {
  const lines = page.split("\n");
  const headings = [...headingsOf(lines)];
  const index = headings.findIndex(({ text }) => text === heading);
  if (index < 0) throw new RangeError(`there is no section "${heading}"`);
  const end = headings[index + 1]?.line ?? lines.length;
  return lines.slice(headings[index]!.line + 1, end).join("\n").trim();
}

/** A comment in a block of code looks like a heading and is none. */
function* headingsOf(lines: readonly string[]): Generator<{ line: number; text: string }> {
  let inCode = false;
  for (const [line, written] of lines.entries()) {
    if (written.startsWith("```")) inCode = !inCode;
    const text = /^#+ (.*)$/.exec(written)?.[1];
    if (!inCode && text !== undefined) yield { line, text };
  }
}

/**
 * Turns text in Markdown into mdoc(7): paragraphs, lists, tables of two columns, blocks of code. Links lead nowhere on
 * paper, so only their words stay.
 *
 * @param markdown Without headings.
 */
export function fromMarkdown(markdown: string): string[] {
  return [...blocksOf(markdown)].flatMap((block, index) => {
    const lines = fromBlock(block);
    return index > 0 && !lines[0]!.startsWith(".B") ? [".Pp", ...lines] : lines;
  });
}

/** Lines between empty ones; those of a block of code stay together. */
function* blocksOf(markdown: string): Generator<string[]> {
  let block: string[] = [];
  for (const line of markdown.replaceAll(/<!--.*?-->/gs, "").split("\n")) {
    const inCode = block[0]?.startsWith("```") === true &&
      (block.length < 2 || block.at(-1) !== "```");
    if (line.trim() !== "" || inCode) block.push(line);
    else if (block.length > 0) {
      yield block;
      block = [];
    }
  }
  if (block.length > 0) yield block;
}

function fromBlock(block: readonly string[]): string[] {
  const [first = ""] = block;
  if (first.startsWith("```")) return display(block.slice(1, -1).join("\n"));
  if (first.startsWith("- ")) return bulletList(block.join("\n").split(/^- /m).slice(1));
  if (first.startsWith("| ")) return tagList(block.slice(2).map(entryOf));
  return [inline(block.join("\n"))];
}

function bulletList(items: readonly string[]): string[] {
  return [".Bl -bullet", ...items.flatMap((item) => [".It", inline(item)]), ".El"];
}

function entryOf(row: string): { term: string; lines: string[] } {
  const [, term = "", ...cells] = row.split("|").map((cell) => cell.trim());
  return {
    term: verbatim(inline(term)),
    lines: [inline(cells.filter((cell) => cell !== "").join("; "))],
  };
}

function inline(text: string): string {
  const joined = text.trim().replaceAll(/\s+/g, " ");
  return prose(joined.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1"));
}
