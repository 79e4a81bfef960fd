import type { Fields } from "./fields.ts";

const TIME_KEYS = ["timestamp", "@timestamp", "time", "ts", "date", "datetime", "eventTime"];
const ISO_REGEXP =
  /(?<!\d)(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?\s?(Z|[+-]\d{2}:?\d{2})?/;
const EPOCH_REGEXP = /^\W{0,2}(\d{10})(\d{3})?(?:\.(\d{1,9}))?(?=\W|$)/;
/** How far into a line a time may stand. */
const HEAD_CHARACTERS = 64;

/**
 * Finds when an event happened: in its key `timestamp`, `@timestamp`, `time`, `ts`, `date`, `datetime` or `eventTime`,
 * else at the head of its line. Understood are ISO 8601 (without a zone: UTC) and seconds or milliseconds since the
 * epoch.
 *
 * @param line The whole event.
 * @param fields Its keys.
 * @returns Unix milliseconds; `undefined` if it says none.
 */
export function eventTime(line: string, fields: Fields): number | undefined {
  for (const name of TIME_KEYS) {
    const field = fields.find(([key]) => key === name);
    const time = field === undefined ? undefined : parseTime(field[1]);
    if (time !== undefined) return time;
  }
  return parseTime(line.slice(0, HEAD_CHARACTERS));
}

function parseTime(text: string): number | undefined {
  const epoch = EPOCH_REGEXP.exec(text);
  if (epoch !== null) {
    const [, seconds, milliseconds = "", fraction = ""] = epoch;
    const thousandths = milliseconds === "" ? fraction.slice(0, 3).padEnd(3, "0") : milliseconds;
    return Number(seconds) * 1000 + Number(thousandths);
  }
  const iso = ISO_REGEXP.exec(text);
  if (iso === null) return undefined;
  const [, year, month, day, hours, minutes, seconds, fraction = "", zone = "Z"] = iso;
  const [y = 0, mo = 0, d, h, mi, s] = [year, month, day, hours, minutes, seconds].map(Number);
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, "0"));
  return Date.UTC(y, mo - 1, d, h, mi, s, milliseconds) - zoneMs(zone);
}

function zoneMs(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  if (sign === undefined) return 0;
  return (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -60_000 : 60_000);
}
