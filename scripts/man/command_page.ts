import type {
  ArgumentDescription,
  CommandDescription,
  OptionDescription,
  ValueDescription,
} from "../../src/command_description.ts";
import { EXAMPLES, EXIT_CODES, STATUS_EXIT_CODE } from "../../src/command_line/help_epilogue.ts";
import { ENVIRONMENT } from "./environment.ts";
import { FILES } from "./files.ts";
import { fromMarkdown } from "./markdown.ts";
import {
  bold,
  display,
  type Entry,
  literal,
  type PageHead,
  pageHead,
  prose,
  tagList,
} from "./mdoc.ts";

/** What the page is made of besides the commands. */
export interface CommandPageOptions extends Pick<PageHead, "date" | "version"> {
  /** What docs/running.md says of signals. */
  readonly signals: string;
}

/**
 * Writes the page leexport(1).
 *
 * @param program All commands.
 * @returns The page in mdoc(7).
 */
export function commandPage(
  program: CommandDescription,
  { signals, ...head }: CommandPageOptions,
): string {
  const purpose = program.help.charAt(0).toLowerCase() + program.help.slice(1).replace(/\.$/, "");
  const lines = [
    ...pageHead({ name: "leexport", chapter: 1, purpose, ...head }),
    ...synopsis(program),
    ...DESCRIPTION,
    ".Sh COMMANDS",
    ...runnable(program).flatMap(({ path, command }) => commandLines(path, command)),
    ".Sh SIGNALS",
    ...fromMarkdown(signals),
    ".Sh ENVIRONMENT",
    ...tagList(ENVIRONMENT.map(({ names, meaning }) => ({
      term: names.map((name) => `Ev ${literal(name)}`).join(" , "),
      lines: [prose(meaning)],
    }))),
    ".Sh FILES",
    ...tagList(FILES.map(({ path, holds }) => ({
      term: `Pa ${literal(path)}`,
      lines: [prose(holds)],
    }))),
    ".Sh EXIT STATUS",
    ...tagList([...EXIT_CODES, STATUS_EXIT_CODE].map(({ code, means }) => ({
      term: `${code}`,
      lines: [prose(code === STATUS_EXIT_CODE.code ? `${means}; of \`status\` alone` : means)],
    }))),
    ".Sh EXAMPLES",
    ...EXAMPLES.flatMap(({ typed, does }, index) => [
      ...index === 0 ? [] : [".Pp"],
      prose(`${does.charAt(0).toUpperCase()}${does.slice(1)}:`),
      ...display(typed),
    ]),
    ".Sh SEE ALSO",
    ".Xr systemctl 1 ,",
    ".Xr leexport.ini 5 ,",
    ".Xr systemd.exec 5 ,",
    ".Xr systemd.service 5",
  ];
  return `${lines.join("\n")}\n`;
}

const DESCRIPTION: readonly string[] = [
  ".Sh DESCRIPTION",
  ".Nm",
  prose(
    "asks a log search API the questions that a config file holds, and pushes every answer to a dashboard, " +
      "a metric, a topic, or a module of one's own. How the file is written is in",
  ),
  ".Xr leexport.ini 5 .",
  ".Pp",
  prose("Options may stand before and behind arguments. Behind `--` everything is an argument."),
];

interface Runnable {
  /** `["store", "check"]`. */
  readonly path: readonly string[];
  readonly command: CommandDescription;
}

/** The commands that can be typed as they are: one that has others is none. */
function runnable({ commands }: CommandDescription, path: readonly string[] = []): Runnable[] {
  return commands.flatMap((command) => {
    const here = [...path, command.name];
    return command.commands.length > 0 ? runnable(command, here) : [{ path: here, command }];
  });
}

function synopsis(program: CommandDescription): string[] {
  const whole = program.options.map(({ long }) => [".Nm", `.Fl ${flag(long)}`]);
  const commands = runnable(program).map(({ path, command }) => [
    ".Nm",
    `.Cm ${path.map(literal).join(" ")}`,
    ...command.options.filter(({ long }) => long !== "--help").map(optionUse),
    ...command.arguments.map(argumentUse),
  ]);
  return [".Sh SYNOPSIS", ...[...whole, ...commands].flat()];
}

function optionUse(option: OptionDescription): string {
  const { short, long, value, mandatory } = option;
  const typed = `Fl ${flag(short ?? long)}${valueUse(value)}`;
  return mandatory ? `.${typed}` : `.Op ${typed}`;
}

function argumentUse({ name, required, variadic }: ArgumentDescription): string {
  const typed = `Ar ${literal(name)}${variadic ? " ..." : ""}`;
  return required ? `.${typed}` : `.Op ${typed}`;
}

function valueUse(value: ValueDescription | undefined): string {
  if (value === undefined) return "";
  return ` Ar ${literal(value.name)}${value.variadic ? " ..." : ""}`;
}

function flag(name: string): string {
  return literal(name.slice(1));
}

function commandLines(path: readonly string[], command: CommandDescription): string[] {
  const explained = command.arguments.filter(({ help }) => help !== "").map(argumentEntry);
  const options = command.options.filter(({ long }) => long !== "--help").map(optionEntry);
  return [
    `.Ss leexport ${path.map(literal).join(" ")}`,
    prose(sentence(command.help)),
    ...tagList([...explained, ...options]),
  ];
}

function argumentEntry({ name, help, choices }: ArgumentDescription): Entry {
  return { term: `Ar ${literal(name)}`, lines: [prose(sentence(help)), ...choiceLines(choices)] };
}

function optionEntry(
  { short, long, value, help, default: preset, mandatory }: OptionDescription,
): Entry {
  const names = [short, long].flatMap((name) => name === undefined ? [] : [`Fl ${flag(name)}`]);
  return {
    term: `${names.join(" , ")}${valueUse(value)}`,
    lines: [
      prose(sentence(help)),
      ...choiceLines(value?.choices ?? []),
      ...preset === undefined ? [] : [`By default ${bold(preset)}.`],
      ...mandatory ? ["It has to be there."] : [],
    ],
  };
}

function choiceLines(choices: readonly string[]): string[] {
  return choices.length === 0 ? [] : [`One of ${choices.map(bold).join(", ")}.`];
}

function sentence(help: string): string {
  return `${help.charAt(0).toUpperCase()}${help.slice(1)}.`;
}
