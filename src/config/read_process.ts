import type { LogLevel, ProcessConfig, StatePlace } from "./config.ts";
import { IniSection, type IniValue } from "./ini/section.ts";
import { readStatus } from "./read_status.ts";
import { noteUnknown, type ReadSection, readSection } from "./read_section.ts";
import { PROCESS_KEYS } from "./schema.ts";
import type { ReadContext } from "./written_value.ts";

const LOG_LEVELS: readonly LogLevel[] = ["debug", "info", "warning", "error"];

/**
 * Reads `[Leexport]`.
 *
 * @param section The section; `undefined` if the file has none, which is as good as an empty one.
 */
export function readProcess(
  section: IniSection = new IniSection({ line: 1, column: 1 }),
  { used, context }: { readonly used: ReadonlySet<IniValue>; readonly context: ReadContext },
): ProcessConfig {
  const label = "[Leexport]";
  noteUnknown(section, {
    label,
    keys: Object.keys(PROCESS_KEYS),
    severity: "warning",
    why: "it is not known",
    used,
    context,
  });
  const { status_token: _token, ...literal } = PROCESS_KEYS;
  const read = readSection(section, literal, { label, references: "literal", context });
  return {
    servicesDir: read.text("services_dir"),
    state: statePlace(read),
    ledgerDays: read.integer("ledger_days") ?? 0,
    logLevel: LOG_LEVELS.find((level) => level === read.text("log_level")) ?? "info",
    logFormat: read.text("log_format") === "json" ? "json" : "text",
    logFileMib: read.integer("log_file_mib") ?? 0,
    status: readStatus(section, { read, context }),
  };
}

/** A folder that is really called `none` is written `./none`. */
function statePlace(read: ReadSection): StatePlace {
  const path = read.text("state_dir");
  if (path === undefined) return { kind: "usual" };
  const written = read.get("state_dir")?.from?.text.trim();
  return written === "none" ? { kind: "none" } : { kind: "folder", path };
}
