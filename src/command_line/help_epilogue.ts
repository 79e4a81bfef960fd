/** What help ends with; the man page tells it, too.
 *
 * @module
 */

/** A command line, and what it is for. */
export interface Example {
  readonly typed: string;
  readonly does: string;
}

/** The way from nothing to a daemon that runs. */
export const EXAMPLES: readonly Example[] = [
  { typed: "leexport init", does: "write a first config" },
  {
    typed: "leexport check -c config.ini",
    does: "show every problem of a config, ask nobody",
  },
  {
    typed: "leexport preview -c config.ini",
    does: "draw what would be pushed, push nothing",
  },
  { typed: "leexport run -c config.ini", does: "run every search once" },
  { typed: "leexport start -c config.ini", does: "run until Ctrl-C" },
  {
    typed: "leexport start -c config.ini -d",
    does: "run in the background; leexport stop ends it",
  },
  {
    typed: "leexport status -c config.ini",
    does: "show what runs, what is wrong and what to do",
  },
];

/** What each exit code means. */
export const EXIT_CODES = [
  { code: 0, means: "done" },
  { code: 1, means: "failed" },
  { code: 2, means: "usage or config" },
] as const;

/** Code 3, which only `leexport status` ends with. */
export const STATUS_EXIT_CODE = { code: 3, means: "not running" } as const;

const COLUMN = 35;

/** Examples and exit codes, as help prints them. */
export const HELP_EPILOGUE: string = `
Examples:
${EXAMPLES.map(({ typed, does }) => `  ${typed.padEnd(COLUMN)} ${does}`).join("\n")}

Exit codes: ${EXIT_CODES.map(({ code, means }) => `${code} ${means}`).join(", ")}; of status: ${
  Object.values(STATUS_EXIT_CODE).join(" ")
}
`;
