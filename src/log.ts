import { configure, getLogger, type LogLevel, type LogRecord, reset } from "@logtape/logtape";
import { redact } from "./secret.ts";

/** How the log looks and where it goes. */
export interface LogOptions {
  readonly level: LogLevel;
  /** `text` for people, `json` for machines: one object a line. */
  readonly format: "text" | "json";
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
export async function configureLog({ level, format, write }: LogOptions): Promise<void> {
  const render = format === "json" ? renderJson : renderText;
  await reset();
  await configure({
    sinks: { log: (record) => write(redact(render(record)) + "\n") },
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

function renderText(record: LogRecord): string {
  // A secret of several lines is only found while its lines are as they were.
  const message = redact(messageOf(record)).replaceAll(/\n(?! {2})/g, "\n  ");
  const time = new Date(record.timestamp).toISOString();
  return `${time} ${record.level.padEnd(7)} ${areaOf(record)}: ${message}`;
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
