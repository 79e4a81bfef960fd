import { WINDOW_KEYS } from "../../config/schema.ts";
import type { Key } from "../../key.ts";
import { lintStatement } from "../../leql/lint.ts";
import type { Draft, Question } from "../answers.ts";
import { DEFAULT_QUESTION, nameFor, QUESTION_KINDS, type QuestionKind } from "../question_kinds.ts";
import type { Asker } from "./asker.ts";
import { faultOf } from "./fault_of.ts";

type Asked = Pick<Question, "statement" | "name">;

/** Asks what is asked of a log, and when. */
export async function askQuestion(
  draft: Draft,
  { ask, logs, folder }: {
    readonly ask: Asker;
    readonly logs: string;
    readonly folder: string;
  },
): Promise<Question> {
  const { statement, name: proposed } = draft.statement === undefined
    ? await askStatement(ask)
    : { statement: draft.statement, name: nameFor(draft.statement) };
  const name = draft.name ?? await ask.type("What is the search called?", {
    proposed,
    fault: (text) => text === "" ? "Write a name" : undefined,
  });
  const seconds = async (message: string, { key, proposed }: SecondsOptions) =>
    Number(
      await ask.type(message, {
        proposed: String(proposed),
        fault: (text) => faultOf(key, { text, folder }),
      }),
    );
  const periodSeconds = draft.periodSeconds ??
    await seconds("Every how many seconds is it asked?", {
      key: WINDOW_KEYS.query_period,
      proposed: DEFAULT_QUESTION.periodSeconds,
    });
  const rangeSeconds = draft.rangeSeconds ??
    await seconds("About how many seconds before?", {
      key: WINDOW_KEYS.query_range,
      proposed: DEFAULT_QUESTION.rangeSeconds,
    });
  return { logs, statement, name, periodSeconds, rangeSeconds };
}

interface SecondsOptions {
  readonly key: Key;
  readonly proposed: number;
}

async function askStatement(ask: Asker): Promise<Asked> {
  const kind = await ask.choose<QuestionKind | "own">("What is asked?", [
    ...QUESTION_KINDS.map((kind) => ({ value: kind, label: kind.label })),
    { value: "own", label: "A statement of your own" },
  ]);
  if (kind === "own") return await askOwnStatement(ask);
  const field = kind.field === "none" ? "" : await ask.type("Which field?", {
    example: "status",
    fault: (text) =>
      text === "" ? "Write the name of a field" : faultOfStatement(kind.statement(text)),
  });
  return { statement: kind.statement(field), name: kind.name(field) };
}

async function askOwnStatement(ask: Asker): Promise<Asked> {
  const statement = await ask.type("Which statement?", {
    example: "where(status>=500) groupby(path) calculate(count)",
    fault: faultOfStatement,
  });
  return { statement, name: nameFor(statement) };
}

/** What is doubtful is refused as well: a first file should give no warning. */
function faultOfStatement(statement: string): string | undefined {
  const [problem] = lintStatement(statement);
  if (problem === undefined) return undefined;
  return problem.hint === undefined ? problem.message : `${problem.message}; ${problem.hint}`;
}
