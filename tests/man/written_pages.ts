import { fileURLToPath } from "node:url";

/** The manual pages, written for real by `deno task man`. */

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** What `deno task man` has written. */
export interface WrittenPages extends AsyncDisposable {
  readonly folder: string;
}

/** Paths of the pages within their folder. */
export const PAGES = ["leexport.1", "leexport.ini.5"] as const;

/** Writes the pages into a folder of their own, removed at the end. */
export async function writePages(
  { env = {} }: { readonly env?: Readonly<Record<string, string>> } = {},
): Promise<WrittenPages> {
  const folder = await Deno.makeTempDir({ prefix: "leexport-man-" });
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", "-A", "scripts/man.ts", "--output", `${folder}/pages`],
    cwd: ROOT,
    env,
  }).output();
  if (code !== 0) throw new Error(new TextDecoder().decode(stderr));
  return {
    folder: `${folder}/pages`,
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

/** Runs a tool on a page; its words are those of standard output, its complaints those of standard error. */
export async function read(
  [tool, ...args]: readonly [string, ...string[]],
): Promise<{ words: string; complaints: string }> {
  const { stdout, stderr } = await new Deno.Command(tool, {
    args,
    env: { LC_ALL: "C.UTF-8", MANWIDTH: "80" },
  }).output();
  const decoder = new TextDecoder();
  return { words: decoder.decode(stdout), complaints: decoder.decode(stderr) };
}

/** A page as it is read: without line breaks, words that were broken in two joined, nothing struck twice. */
export function flowing(page: string): string {
  // deno-lint-ignore no-control-regex -- what is bold is struck twice
  return page.replaceAll(/.\x08/g, "").replaceAll(/‐\n\s*/g, "").replaceAll(/\s+/g, " ");
}
