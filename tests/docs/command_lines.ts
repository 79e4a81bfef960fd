import { blocks, prose } from "./pages.ts";

/**
 * Lists the command lines of leexport that a page shows: `leexport run -c config.ini "Errors"` in running text and in
 * blocks for the shell.
 *
 * @returns Without what stands before `leexport`.
 */
export function commandLines(page: string): readonly string[] {
  const shell = blocks(page, "sh").flatMap(({ text }) => text.split("\n"));
  const inline = Array.from(prose(page).matchAll(/`([^`\n]+)`/g), ([, code = ""]) => code);
  return [...shell, ...inline]
    .map((line) => line.replace(/^sudo |^deno task (?:-q )?(?=leexport )| &$/g, ""))
    .filter((line) => /^leexport [a-z-]/.test(line));
}

/** The words of a command line as a shell takes them apart, the program's name included. */
export function wordsOf(line: string): readonly string[] {
  return Array.from(line.matchAll(/"([^"]*)"|(\S+)/g), ([, quoted, bare]) => quoted ?? bare!);
}
