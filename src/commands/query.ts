import { loadLogSearch } from "../config/load_log_search.ts";
import { drawWidget } from "../draw/draw_widget.ts";
import { pointAt } from "../draw/caret.ts";
import type { DrawnOutput } from "../draw/drawn_output.ts";
import { widgetOfAnswer } from "../draw/answer.ts";
import { fullNumber } from "../draw/number.ts";
import { wrapSentence } from "../draw/sentence.ts";
import { paint, type View } from "../draw/view.ts";
import { openConfig } from "../engine/open_config.ts";
import { LogSearchError, UsageError } from "../errors.ts";
import { lintStatement } from "../leql/lint.ts";
import { parseStatement } from "../leql/parser.ts";
import { clauseOf } from "../leql/statement.ts";
import type { StatementProblem } from "../leql/statement_problem.ts";
import { configureLog } from "../log.ts";
import { LogSearchClient } from "../log_search/client.ts";
import { type QueryResponse, readQueryResponse } from "../query_response.ts";
import { redactJson } from "../secret.ts";

/** What `leexport query` was told; as JSON it gives `{ statement, logs, window, ms, answer }`, as the API gave it. */
export interface QueryCommand extends DrawnOutput {
  readonly statement: string;
  /** Names or keys; empty = the one log that the config asks. */
  readonly logs: readonly string[];
  /** How long before now the window begins, milliseconds. */
  readonly lastMs: number;
}

/**
 * Asks one statement once and draws the answer. Of the config file only `[LE]` is needed if a log is named.
 *
 * @param configFile Path of the config file.
 * @returns Exit code: 0, or 2 if the statement cannot be asked; it is not, then.
 * @throws {ConfigError} If the file cannot be used.
 * @throws {UsageError} If no log is named and the config does not ask one only.
 * @throws {LogSearchError} If there is no answer.
 */
export async function query(configFile: string, command: QueryCommand): Promise<number> {
  const { statement, view, complain } = command;
  const problems = lintStatement(statement);
  for (const problem of problems) complain(`${shown(problem, { statement, view })}\n`);
  if (problems.some(({ severity }) => severity === "error")) return 2;
  const logSearch = await loadLogSearch(configFile);
  const logs = command.logs.length > 0 ? command.logs : [await onlyLog(configFile)];
  await configureLog({ level: "warning", format: "text", write: complain });
  const to = Date.now();
  const window = { from: to - command.lastMs, to };
  const started = performance.now();
  const body = await ask(new LogSearchClient(logSearch), { ...command, logs, window });
  const ms = Math.round(performance.now() - started);
  if (command.format === "json") {
    const answer: unknown = JSON.parse(body);
    command.write(`${JSON.stringify({ statement, logs, window, ms, answer }, null, 2)}\n`);
  }
  await draw(body, { ...command, logs, window, ms });
  return 0;
}

interface Asked extends QueryCommand {
  readonly window: { readonly from: number; readonly to: number };
}

async function ask(
  client: LogSearchClient,
  { statement, logs: named, window }: Asked,
): Promise<string> {
  const { signal } = new AbortController();
  try {
    const logs = await client.resolveLogs(named, { signal });
    return (await client.query({ logs, statement, ...window }, { signal })).body;
  } catch (error) {
    if (!(error instanceof LogSearchError)) throw error;
    throw error.after(`Cannot query ${named.join(", ")}`);
  }
}

async function draw(body: string, command: Asked & { readonly ms: number }): Promise<void> {
  const { statement, logs, window, ms, svg, view, format, write, complain } = command;
  const response = readQueryResponse(redactJson(body));
  const groups = isSliced(statement) ? "over time" : "in all";
  const widget = widgetOfAnswer(response, { groups });
  if (format === "text") {
    for (const line of drawWidget(widget, view)) write(`${line}\n`);
    const sentence =
      `${overAll(response)}${logs.join(", ")} from ${iso(window.from)} to ${iso(window.to)}, ` +
      `answered in ${(ms / 1000).toFixed(2)} s`;
    for (const line of wrapSentence(sentence, view)) {
      write(`${paint(line, { tone: "faint", view })}\n`);
    }
  }
  if (svg === undefined) return;
  await command.savePicture(widget, { path: svg, title: statement });
  complain(`wrote ${svg}\n`);
}

/** The number of the whole window, which no curve shows. */
function overAll({ function: name, total }: QueryResponse): string {
  return total === undefined ? "" : `${name} over all: ${fullNumber(total)}; `;
}

/** Whether a statement that can be asked says into how many slices the window is cut: the API always cuts it. */
function isSliced(statement: string): boolean {
  return clauseOf(parseStatement(statement), "timeslice") !== undefined;
}

function iso(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
}

/** The log that all searches of a config ask. */
async function onlyLog(configFile: string): Promise<string> {
  const { config } = await openConfig(configFile);
  const logs = [...new Set(config.searches.flatMap(({ logs }) => logs))];
  const [only] = logs;
  if (only !== undefined && logs.length === 1) return only;
  throw new UsageError(
    `Cannot query: no log is named, and the searches of ${configFile} ask ${logs.length}`,
    { hint: `add --log "${only}"; leexport logs -c ${configFile} lists them all` },
  );
}

/** A problem of the statement, as `check` words it, with its place below. */
function shown(
  { severity, offset, length, message, hint }: StatementProblem,
  { statement, view }: { readonly statement: string; readonly view: View },
): string {
  const column = offset - statement.lastIndexOf("\n", offset - 1);
  const line = statement.slice(0, offset).split("\n").length;
  const weight = severity === "warning" ? "warning: " : "";
  const lines = [
    ...wrapSentence(`statement:${line}:${column}: ${weight}${message}`, view),
    ...pointAt(statement, { place: { offset, length }, view }),
    ...hint === undefined ? [] : wrapSentence(`hint: ${hint}`, { ...view, indent: [2, 2] }),
  ];
  return lines.join("\n");
}
