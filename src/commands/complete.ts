import type { CommandDescription } from "../command_description.ts";
import { readBashLine } from "../completions/bash_words.ts";
import { findNames } from "../completions/find_names.ts";
import { forBash, forFish, forZsh } from "../completions/print_candidates.ts";
import type { Shell } from "../completions/shells.ts";
import { type Candidate, type Typed, whatFits } from "../completions/what_fits.ts";
import { printable } from "../printable.ts";

/** What a completion is made of. */
export interface CompleteOptions {
  /** All commands. */
  readonly program: CommandDescription;
  /** Takes the result: a line that says what the shell is to offer itself, then a line for each candidate. */
  readonly write: (text: string) => void;
}

/** What the shell offers besides the candidates: `words` is nothing. */
type Else = "files" | "folders" | "words";

/**
 * Answers a shell that asks what may stand in place of the last word.
 *
 * @param shell Which quotes candidates in its own way, or wants to have them quoted.
 * @param words The words behind the program's name, unquoted. Of bash, instead: the columns of the terminal,
 * `$COMP_TYPE`, the line up to the cursor as it is typed, and the end of it that a candidate takes the place of.
 * @returns Exit code 0.
 */
export async function complete(
  shell: Shell,
  words: readonly string[],
  { program, write }: CompleteOptions,
): Promise<number> {
  const { else: offered, lines } = shell === "bash"
    ? await answerBash(words, program)
    : await answer(words, { shell, program });
  write([offered, ...lines].map((line) => `${line}\n`).join(""));
  return 0;
}

interface Answer {
  readonly else: Else;
  readonly lines: readonly string[];
}

async function answer(
  words: readonly string[],
  { shell, program }: { readonly shell: "zsh" | "fish"; readonly program: CommandDescription },
): Promise<Answer> {
  const typed = whatFits(words, program);
  const { else: offered, candidates } = await find(typed);
  return {
    else: offered,
    lines: shell === "zsh" ? forZsh(candidates) : forFish(candidates, typed),
  };
}

async function answerBash(
  [columns = "", completion = "", line = "", replaced = ""]: readonly string[],
  program: CommandDescription,
): Promise<Answer> {
  const { words, before, quote } = readBashLine(line, { replaced });
  const last = words.at(-1) ?? "";
  const typed = whatFits(words.slice(1), program);
  const { else: offered, candidates } = await find(typed);
  const whole = candidates.map(({ value, help }) => ({ value: `${typed.kept}${value}`, help }));
  const fitting = whole.filter(({ value }) => value.startsWith(last));
  const place = { before, quote, completion, columns: Number(columns) };
  return { else: offered, lines: forBash(fitting, place) };
}

async function find(
  typed: Typed,
): Promise<{ readonly else: Else; readonly candidates: readonly Candidate[] }> {
  const { fitting } = typed;
  if (fitting.kind === "words") return { else: "words", candidates: fitting.words };
  if (fitting.kind === "files" || fitting.kind === "folders") {
    return { else: fitting.kind, candidates: [] };
  }
  const names = await findNames(fitting.kind, typed);
  const typable = names.filter((name) => isTypable(name, typed));
  return { else: "words", candidates: typable.map((value) => ({ value, help: "" })) };
}

function isTypable(name: string, { dashed }: Typed): boolean {
  if (dashed === "option" && name.startsWith("-")) return false;
  return !/[\n\t]/.test(name) && printable(name) === name;
}
