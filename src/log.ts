import { configure, type LogLevel, type LogRecord, reset } from "@logtape/logtape";
import { redact } from "./secret.ts";

/** How the log looks and where it goes. */
export interface LogOptions {
  readonly level: LogLevel;
  /** `text` for people, `json` for machines: one object a line. */
  readonly format: "text" | "json";
  /** Takes one whole line, its line feed included. Must not lose it when the process ends right after. */
  readonly write: (line: string) => void;
}

/**
 * Says once, for the whole process, how the log looks and where it goes. Lines are written with LogTape's
 * `getLogger(["leexport", …])`; every secret is taken out before a line leaves.
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

function messageOf(record: LogRecord): string {
  return record.message.map(String).join("");
}

function renderText(record: LogRecord): string {
  const area = record.category.slice(1).join(".") || "leexport";
  const message = messageOf(record).replaceAll("\n", "\n  ");
  return `${new Date(record.timestamp).toISOString()} ${
    record.level.padEnd(7)
  } ${area}: ${message}`;
}

function renderJson(record: LogRecord): string {
  return JSON.stringify({
    time: new Date(record.timestamp).toISOString(),
    level: record.level,
    area: record.category.slice(1).join("."),
    message: messageOf(record),
    ...record.properties,
  });
}
