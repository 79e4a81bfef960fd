import { configure, getLogger, type LogLevel, type LogRecord, reset } from "@logtape/logtape";
import { printable } from "./printable.ts";
import { redact } from "./secret.ts";

/** How the log looks and where it goes. */
export interface LogOptions {
  readonly level: LogLevel;
  /** `text` for people, `json` for machines: one object a line. */
  readonly format: "text" | "json";
  /**
   * `journal`: systemd's journal, which keeps the time and the level itself. Every line then begins with its priority, and
   * text leaves out both; JSON stays whole, so that a reader gets the same object everywhere. Default `plain`.
   */
  readonly medium?: "plain" | "journal";
  /** Takes one whole line, its line feed included. Must not lose it when the process ends right after. */
  readonly write: (line: string) => void;
}

/** Facts that go with a line; shown by the `json` format only. */
export type LogFields = Readonly<Record<string, string | number | undefined>>;

/** Where one area of the program writes lines of log. The text is taken as it is: braces have no meaning in it. */
export interface Log {
  /** For finding faults in the program. */
  debug(message: string, fields?: LogFields): void;
  /** Something that was asked for was done. */
  info(message: string, fields?: LogFields): void;
  /** Something went wrong and will be tried again without a person. */
  warning(message: string, fields?: LogFields): void;
  /** A person must act. */
  error(message: string, fields?: LogFields): void;
}

/**
 * Says once, for the whole process, how the log looks and where it goes. Every secret is taken out before a line leaves.
 *
 * @param options.level The least grave level that is written.
 */
export async function configureLog(
  { level, format, medium = "plain", write }: LogOptions,
): Promise<void> {
  const render = format === "json" ? renderJson : TEXT[medium];
  const prefix = medium === "journal" ? withPriority : (text: string) => text;
  await reset();
  await configure({
    sinks: { log: (record) => write(prefix(redact(render(record)), record.level) + "\n") },
    loggers: [
      { category: "leexport", sinks: ["log"], lowestLevel: level },
      { category: ["logtape", "meta"], sinks: ["log"], lowestLevel: "error" },
    ],
  });
}

/**
 * Gives the log of one area of the program.
 *
 * @param area Name of the room: `engine`, `log_search`, or `service` and the service's name.
 */
export function getLog(...area: string[]): Log {
  const logger = getLogger(["leexport", ...area]);
  return {
    debug: (message, fields) => logger.debug("{message}", { ...fields, message }),
    info: (message, fields) => logger.info("{message}", { ...fields, message }),
    warning: (message, fields) => logger.warn("{message}", { ...fields, message }),
    error: (message, fields) => logger.error("{message}", { ...fields, message }),
  };
}

function messageOf(record: LogRecord): string {
  return record.message.map(String).join("");
}

function areaOf(record: LogRecord): string {
  return record.category.slice(1).join(".");
}

const TEXT = {
  plain(record: LogRecord): string {
    const time = new Date(record.timestamp).toISOString();
    return `${time} ${record.level.padEnd(7)} ${sentenceOf(record)}`;
  },
  journal: sentenceOf,
} as const;

function sentenceOf(record: LogRecord): string {
  // A secret of several lines is only found while its lines are as they were.
  const message = printable(redact(messageOf(record))).replaceAll(/\n(?! {2})/g, "\n  ");
  return `${areaOf(record)}: ${message}`;
}

/** syslog(3) */
const PRIORITIES: Readonly<Record<LogLevel, number>> = {
  fatal: 2,
  error: 3,
  warning: 4,
  info: 6,
  debug: 7,
  trace: 7,
};

/**
 * Puts the priority of a text before each of its lines: the journal makes an entry of each, and a hint belongs to what it is
 * about.
 *
 * @param text Without a line feed at its end.
 */
export function withPriority(text: string, level: LogLevel): string {
  return text.replaceAll(/^/gm, `<${PRIORITIES[level]}>`);
}

function renderJson(record: LogRecord): string {
  return JSON.stringify({
    time: new Date(record.timestamp).toISOString(),
    level: record.level,
    area: areaOf(record),
    ...record.properties,
    message: messageOf(record),
  });
}
