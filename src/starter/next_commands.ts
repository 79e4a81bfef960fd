import type { Answers } from "./answers.ts";

const PLAIN_WORD_REGEXP = /^[\w./:@%+=,-]+$/;
const VARIABLE_REGEXP = /^\$\{env:(\w+)\}$/;

/**
 * Says what to type once a starter file is written.
 *
 * @param file Path of the file.
 * @param options.program What the program is called.
 * @param options.env Finds an environment variable: those that are not set are named.
 * @returns Command lines, in the order in which they are typed.
 */
export function nextCommands(
  file: string,
  { answers, program, env }: {
    readonly answers: Answers;
    readonly program: string;
    readonly env: (name: string) => string | undefined;
  },
): readonly string[] {
  const config = shellWord(file);
  const references = [answers.apiKey, answers.target.apiKey ?? ""];
  const unset = references.flatMap((text) => VARIABLE_REGEXP.exec(text)?.[1] ?? [])
    .filter((name) => !env(name));
  return [
    ...unset.map((name) => `export ${name}=…`),
    `${program} check -c ${config} --online`,
    `${program} preview -c ${config} ${shellWord(answers.question.name)}`,
    `${program} start -c ${config}`,
  ];
}

/** A word as a shell gives it to a program unchanged. */
export function shellWord(text: string): string {
  if (PLAIN_WORD_REGEXP.test(text)) return text;
  if (!/["$`\\!]/.test(text)) return `"${text}"`;
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
