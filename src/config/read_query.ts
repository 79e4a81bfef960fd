import type { AnswerShape } from "../key.ts";
import { answerShape } from "../leql/shape.ts";
import type { SearchConfig } from "./config.ts";
import type { IniSection } from "./ini/section.ts";
import { isPlaceholder } from "./read_value.ts";
import { noteUnknown, type ReadSection, readSection } from "./read_section.ts";
import { type ReadWindows, readWindows } from "./read_windows.ts";
import { QUERY_KEYS, QUESTION_KEYS } from "./schema.ts";
import type { SearchesOptions } from "./searches_options.ts";
import { noteStatementProblems } from "./statement_problems.ts";
import type { ReadContext } from "./written_value.ts";

/** `[[[query]]]`, with what its statement's answer looks like. */
export type ReadQuery =
  & Pick<SearchConfig, "logs" | "logsLine" | "statement" | "statementLine">
  & ReadWindows
  & { readonly shape: AnswerShape | undefined };

/**
 * Reads `[[[query]]]`.
 *
 * @returns `undefined` if it cannot be asked; the problems have been noted.
 */
export function readQuery(
  section: IniSection,
  { search, used, context }: SearchesOptions & { readonly search: string },
): ReadQuery | undefined {
  const label = `search "${search}"`;
  noteUnknown(section, {
    label,
    keys: Object.keys(QUERY_KEYS),
    severity: "warning",
    why: "[[[query]]] has no such key",
    used,
    context,
  });
  const read = readSection(section, QUESTION_KEYS, { label, references: "literal", context });
  const logs = readLogs(read, { label, context });
  const statement = readStatement(read, { label, context });
  const windows = readWindows(section, { label, context });
  const from = read.get("statement")?.from;
  if (statement !== undefined && from !== undefined) {
    noteStatementProblems(from, { statement, problems: context.problems });
  }
  if (logs === undefined || statement === undefined || windows === undefined) return undefined;
  return {
    logs,
    logsLine: read.get("logs")?.from?.line ?? section.line,
    statement,
    statementLine: from?.line ?? section.line,
    ...windows,
    shape: answerShape(statement),
  };
}

type Place = { readonly label: string; readonly context: ReadContext };

function readLogs(read: ReadSection, { label, context }: Place): readonly string[] | undefined {
  const from = read.get("logs")?.from;
  if (from === undefined) return undefined;
  const logs = read.list("logs").flatMap((item) => item.split(":")).map((log) => log.trim())
    .filter((log) => log !== "");
  const found = logs.length === 0
    ? "it is empty"
    : isPlaceholder(from.text)
    ? "it is still a placeholder"
    : undefined;
  if (found === undefined) return logs;
  const message = `Cannot read logs of ${label}: ${found}`;
  context.problems.error(from.textAt, message, `write a value: ${QUERY_KEYS.logs.help}`);
  return undefined;
}

function readStatement(read: ReadSection, { label, context }: Place): string | undefined {
  const statement = read.text("statement");
  const from = read.get("statement")?.from;
  if (statement === undefined || from === undefined || !isPlaceholder(statement)) return statement;
  const message = `Cannot read statement of ${label}: it is still a placeholder`;
  context.problems.error(from.textAt, message, "write a statement such as calculate(count)");
  return undefined;
}
