import { select, text } from "@clack/prompts";
import { WINDOW_KEYS } from "../../config/schema.ts";
import type { Key } from "../../key.ts";
import { lintStatement } from "../../leql/lint.ts";
import type { Draft, Question } from "../answers.ts";
import { DEFAULT_QUESTION, nameFor, QUESTION_KINDS } from "../question_kinds.ts";
import { answerTo, faultOf } from "./prompt.ts";

type Asked = Pick<Question, "statement" | "name">;

/** Asks what is asked of a log, and when. */
export async function askQuestion(
  draft: Draft,
  { logs, folder }: { readonly logs: string; readonly folder: string },
): Promise<Question> {
  const { statement, name: proposed } = draft.statement === undefined
    ? await askStatement()
    : { statement: draft.statement, name: nameFor(draft.statement) };
  const name = draft.name ?? await askName(proposed);
  const periodSeconds = draft.periodSeconds ??
    await askSeconds("Every how many seconds is it asked?", {
      key: WINDOW_KEYS.query_period,
      proposed: DEFAULT_QUESTION.periodSeconds,
      folder,
    });
  const rangeSeconds = draft.rangeSeconds ??
    await askSeconds("About how many seconds before?", {
      key: WINDOW_KEYS.query_range,
      proposed: DEFAULT_QUESTION.rangeSeconds,
      folder,
    });
  return { logs, statement, name, periodSeconds, rangeSeconds };
}

async function askStatement(): Promise<Asked> {
  const chosen = await answerTo(select({
    message: "What is asked?",
    options: [
      ...QUESTION_KINDS.map(({ value, label }) => ({ value: String(value), label })),
      { value: "own", label: "A statement of your own" },
    ],
  }));
  const kind = QUESTION_KINDS.find(({ value }) => value === chosen);
  if (kind === undefined) return await askOwnStatement();
  const field = kind.field === "none" ? "" : await askField(kind.statement);
  return { statement: kind.statement(field), name: kind.name(field) };
}

async function askField(statement: (field: string) => string): Promise<string> {
  const field = await answerTo(text({
    message: "Which field?",
    placeholder: "status",
    validate: (typed = "") =>
      typed.trim() === "" ? "Write the name of a field" : faultOfStatement(statement(typed.trim())),
  }));
  return field.trim();
}

async function askOwnStatement(): Promise<Asked> {
  const statement = await answerTo(text({
    message: "Which statement?",
    placeholder: "where(status>=500) groupby(path) calculate(count)",
    validate: (typed) => faultOfStatement(typed ?? ""),
  }));
  return { statement, name: nameFor(statement) };
}

/** What is doubtful is refused as well: a first file should give no warning. */
function faultOfStatement(statement: string): string | undefined {
  const [problem] = lintStatement(statement);
  if (problem === undefined) return undefined;
  return problem.hint === undefined ? problem.message : `${problem.message}; ${problem.hint}`;
}

async function askName(proposed: string): Promise<string> {
  const name = await answerTo(text({
    message: "What is the search called?",
    initialValue: proposed,
    validate: (typed = "") => typed.trim() === "" ? "Write a name" : undefined,
  }));
  return name.trim();
}

async function askSeconds(
  message: string,
  { key, proposed, folder }: {
    readonly key: Key;
    readonly proposed: number;
    readonly folder: string;
  },
): Promise<number> {
  const seconds = await answerTo(text({
    message,
    initialValue: String(proposed),
    validate: (typed) => faultOf(key, { text: typed, folder }),
  }));
  return Number(seconds);
}
