import { join } from "node:path/posix";
import { fileURLToPath } from "node:url";

/** Where the project is, with a slash at the end. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Folders that hold pages for people. */
const FOLDERS = [".", ".github", "docs", "docs/services", "examples", "scripts"];

/** Every page, by its path from the root. */
export const PAGES: readonly string[] = FOLDERS.flatMap((folder) => filesIn(folder, ".md"));

/** A fenced block of a page. */
export interface Block {
  /** Number of its first line in the page. */
  readonly line: number;
  readonly text: string;
}

/**
 * Lists files of a folder.
 *
 * @param folder Path from the root.
 * @returns Paths from the root, in order.
 */
export function filesIn(folder: string, ending: string): readonly string[] {
  if (!exists(folder)) return [];
  return [...Deno.readDirSync(join(ROOT, folder))].map(({ name }) => join(folder, name))
    .filter((path) => path.endsWith(ending)).sort();
}

/** The text of a file, named by its path from the root. */
export function read(path: string): string {
  return Deno.readTextFileSync(join(ROOT, path));
}

/** Whether a file or folder is there, named by its path from the root. */
export function exists(path: string): boolean {
  try {
    Deno.statSync(join(ROOT, path));
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Every fenced block of a page in a language. */
export function blocks(page: string, language: string): readonly Block[] {
  const text = read(page);
  const fences = text.matchAll(new RegExp("^```" + language + "\\n([\\s\\S]*?)^```$", "gm"));
  return Array.from(fences, ({ index, 1: block = "" }) => {
    const line = text.slice(0, index).split("\n").length + 1;
    return { line, text: block };
  });
}

/** A page without its fenced blocks. */
export function prose(page: string): string {
  return read(page).replaceAll(/^```[\s\S]*?^```$/gm, "");
}

/** The cells of every row of a page's tables below a heading, without the head and its rule. */
export function tableRows(page: string, heading: string): readonly (readonly string[])[] {
  const [, section = ""] = `\n${read(page)}`.split(`\n${heading}\n`);
  const [table = ""] = section.split(/\n#+ /);
  const rows = table.split("\n").filter((line) => line.startsWith("| ")).map((line) =>
    line.slice(2, -1).split(/ +\| +/).map((cell) => cell.trim())
  );
  return rows.filter(([first = ""], index) => index > 0 && !/^-+$/.test(first));
}
