import { parseAccessLogLine } from "./access_log.ts";
import { eventTime } from "./event_time.ts";
import { type Fields, fieldsOfObject } from "./fields.ts";
import { keyValues } from "./key_values.ts";

/** What a line of a log says. */
export interface LogLine {
  /** Unix milliseconds; `undefined` if it says none. */
  readonly time: number | undefined;
  readonly fields: Fields;
}

/**
 * Reads a line of a log, whatever its format: a JSON object, a web server's line in common or combined format, or
 * text in which `key=value` pairs may stand. Formats may be mixed within a file.
 *
 * @param line One line, not empty.
 */
export function parseLogLine(line: string): LogLine {
  const object = parseObject(line);
  if (object !== undefined) {
    const fields = fieldsOfObject(object);
    return { time: eventTime("", fields), fields };
  }
  const access = parseAccessLogLine(line);
  if (access !== undefined) return access;
  const fields = keyValues(line);
  return { time: eventTime(line, fields), fields };
}

function parseObject(line: string): object | undefined {
  if (!line.trimStart().startsWith("{")) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
