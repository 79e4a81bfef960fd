import type { ServiceLog } from "../service.ts";
import { LogBudget, MODULE_ALLOWANCE } from "./log_budget.ts";
import type { ModuleLogLevel, Reply } from "./messages.ts";

/** The longest line that leaves a sandbox, UTF-16 units. */
const LONGEST_LINE = 2000;

/**
 * Makes the log of a module: every line becomes a message, as many as the allowance permits.
 *
 * @param say Sends a message.
 */
export function moduleLog(say: (reply: Reply) => void): ServiceLog {
  const budget = new LogBudget(MODULE_ALLOWANCE, performance.now());
  const write = (level: ModuleLogLevel, message: string) => {
    const leftOut = budget.take(performance.now());
    if (leftOut === undefined) return;
    const note = leftOut === 0 ? "" : ` (${leftOut} lines before this one were left out)`;
    say({ type: "log", level, message: String(message).slice(0, LONGEST_LINE) + note });
  };
  return {
    debug: (message) => write("debug", message),
    info: (message) => write("info", message),
    warning: (message) => write("warning", message),
  };
}

/**
 * Sends what is written to `console` in this Worker to a log: standard output belongs to the daemon.
 *
 * @param log Takes the lines.
 */
export function consoleToLog(log: ServiceLog): void {
  const { inspect } = Deno;
  const line = (parts: readonly unknown[]) =>
    parts.map((part) => typeof part === "string" ? part : inspect(part)).join(" ");
  const ignore = () => {};
  const names = Object.keys(console).filter((name) => name !== "indentLevel");
  const silent = Object.fromEntries(names.map((name) => [name, ignore]));
  const debug = (...parts: readonly unknown[]) => log.debug(line(parts));
  const info = (...parts: readonly unknown[]) => log.info(line(parts));
  const warn = (...parts: readonly unknown[]) => log.warning(line(parts));
  const spoken = { debug, trace: debug, log: info, info, dir: info, warn, error: warn };
  Object.defineProperty(globalThis, "console", { value: { ...silent, ...spoken }, writable: true });
}
