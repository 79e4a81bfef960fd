import type { Fields } from "./fields.ts";
import { keyValues } from "./key_values.ts";

const ACCESS_LOG_REGEXP =
  /^(?:(?<vhost>[\w.:-]+) )?(?<ip>[^\s"[\]]+) (?<ident>\S+) (?<user>\S+) \[(?<time>[^\]]{10,40})\] "(?<request>(?:[^"\\]|\\.)*)" (?<status>\d{3}|-) (?<bytes>\d+|-)(?: "(?<referer>(?:[^"\\]|\\.)*)" "(?<user_agent>(?:[^"\\]|\\.)*)")?(?<rest>(?: .*)?)$/;
const REQUEST_REGEXP = /^(\S+) (\S+)(?: (\S+))?$/;
const TIME_REGEXP = /^(\d{2})\/(\w{3})\/(\d{4}):(\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2})$/;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** A line of a web server's log in common or combined format. */
export interface AccessLogLine {
  /** Unix milliseconds; `undefined` if the time cannot be read. */
  readonly time: number | undefined;
  readonly fields: Fields;
}

/**
 * Reads a line of a web server's log in common or combined format, with a virtual host before it or `key=value` pairs
 * behind it. Its keys are `vhost`, `ip`, `user`, `method`, `path` (without the query), `query`, `protocol`, `status`,
 * `bytes` (0 where the log says `-`), `referer`, `user_agent`; what the log gives as `-` is left out.
 *
 * @param line One line.
 * @returns Its time and keys; `undefined` if it is no such line.
 * @see httpd.apache.org, "Log Files", and nginx.org, ngx_http_log_module
 */
export function parseAccessLogLine(line: string): AccessLogLine | undefined {
  const groups = ACCESS_LOG_REGEXP.exec(line)?.groups;
  if (groups === undefined) return undefined;
  const [, method, target = "", protocol] = REQUEST_REGEXP.exec(groups["request"] ?? "") ?? [];
  const queryAt = target.indexOf("?");
  const fields: [string, string | undefined][] = [
    ["vhost", groups["vhost"]],
    ["ip", groups["ip"]],
    ["user", groups["user"]],
    ["method", method],
    ["path", queryAt === -1 ? target : target.slice(0, queryAt)],
    ["query", queryAt === -1 ? undefined : target.slice(queryAt + 1)],
    ["protocol", protocol],
    ["status", groups["status"]],
    ["bytes", groups["bytes"] === "-" ? "0" : groups["bytes"]],
    ["referer", groups["referer"]],
    ["user_agent", groups["user_agent"]],
  ];
  const present = fields.filter((field): field is [string, string] =>
    field[1] !== undefined && field[1] !== "-" && field[1] !== ""
  );
  const rest = groups["rest"] ?? "";
  return {
    time: parseAccessLogTime(groups["time"] ?? ""),
    fields: rest === "" ? present : [...present, ...keyValues(rest)],
  };
}

function parseAccessLogTime(text: string): number | undefined {
  const [, day, month = "", year, hours, minutes, seconds, sign, zoneHours, zoneMinutes] =
    TIME_REGEXP.exec(text) ?? [];
  const monthIndex = MONTHS.indexOf(month.toLowerCase());
  if (day === undefined || monthIndex === -1) return undefined;
  const zone = (Number(zoneHours) * 60 + Number(zoneMinutes)) * (sign === "-" ? -1 : 1);
  const [y, d, h, m, s] = [year, day, hours, minutes, seconds].map(Number);
  return Date.UTC(y ?? 0, monthIndex, d, h, m, s) - zone * 60_000;
}
