import type { Config, ProcessConfig } from "../config/config.ts";
import { formatProblem } from "../config/format_problem.ts";
import { ConfigError, LeexportError, type Problem } from "../errors.ts";
import { configureLog, getLog } from "../log.ts";
import type { ServiceManager } from "../process/service_manager.ts";
import { withHint } from "../with_hint.ts";
import type { Applied, Daemon } from "./daemon.ts";
import type { Observe } from "./event.ts";
import { openConfig, type OpenedConfig } from "./open_config.ts";

const log = getLog("engine");

/** What a {@linkcode RunningConfig} works on. */
export interface RunningConfigOptions {
  /** Called once, with the first config, when the log is set up. */
  readonly openDaemon: (config: Config) => Daemon;
  /** Told when a file cannot be used. */
  readonly observe: Observe;
  /** Takes the lines of the log. */
  readonly write: (line: string) => void;
  readonly medium: "plain" | "journal";
  /** Told how large the log file may grow, in MiB. */
  readonly limitLogFile: (mib: number) => void;
  readonly manager: ServiceManager;
}

/** How a reading of the config ended. */
export type Reading =
  | { readonly kind: "taken"; /** Without a full stop. */ readonly sentence: string }
  | { readonly kind: "refused"; readonly message: string; readonly details: readonly string[] };

/** The config that a daemon runs, read again whenever it may have changed. A broken file changes nothing. */
export class RunningConfig {
  readonly #file: string;
  readonly #options: RunningConfigOptions;
  #daemon: Daemon | undefined;
  #process: ProcessConfig | undefined;
  /** The warnings that were logged last, as text: the same ones are not logged at every reading. */
  #warned = "";
  #searches = 0;
  /** Whether the file could not be used when it was last read. */
  #isBroken = false;
  #reading: Promise<unknown> = Promise.resolve();
  /** The reading that begins when the one under way has ended. */
  #next: Promise<Reading> | undefined;

  /** @param file Path of the config file. */
  constructor(file: string, options: RunningConfigOptions) {
    this.#file = file;
    this.#options = options;
  }

  /** `[Leexport]` of the config that runs; `undefined` before there is one. */
  get process(): ProcessConfig | undefined {
    return this.#process;
  }

  /** Runs a config from now on; says what that changed. */
  async take({ config, warnings }: OpenedConfig): Promise<string> {
    const isFirst = this.#daemon === undefined;
    this.#warnOfLater(config.process);
    await this.#takeLog(config.process);
    this.#daemon ??= this.#options.openDaemon(config);
    const applied = this.#daemon.apply(config);
    this.#searches = config.searches.length;
    this.#warn(warnings);
    const { started, ended, kept } = applied;
    const sentence = isFirst
      ? `started ${searches(started)} of ${this.#file}`
      : this.#sentenceOf(applied);
    if (isFirst) log.info(sentence, { searches: started });
    else if (started + ended > 0) log.info(sentence, { started, ended, kept });
    return sentence;
  }

  #sentenceOf({ started, ended, kept }: Applied): string {
    return started + ended === 0
      ? `nothing to change: ${searches(kept)} of ${this.#file} went on`
      : `took over ${this.#file}: ${searches(started)} started, ${ended} ended, ${kept} went on`;
  }

  /** Reads the file again: one reading at a time, and one more if it was asked for meanwhile. */
  reload(): Promise<Reading> {
    if (this.#next !== undefined) return this.#next;
    const next = this.#reading.then(() => {
      this.#next = undefined;
      return this.#read();
    });
    this.#reading = this.#next = next;
    return next;
  }

  /** How things stand, in a line: `12 searches`. */
  get standing(): string {
    const broken = this.#isBroken
      ? `; ${this.#file} cannot be used, the config before goes on`
      : "";
    return `${searches(this.#searches)}${broken}`;
  }

  async #read(): Promise<Reading> {
    log.debug(`reads ${this.#file} again`);
    this.#options.manager.reloading();
    try {
      const sentence = await this.take(await openConfig(this.#file));
      if (this.#isBroken) log.info(`${this.#file} can be used again`);
      this.#isBroken = false;
      return { kind: "taken", sentence };
    } catch (error) {
      this.#isBroken = true;
      const problems = error instanceof ConfigError
        ? error.problems.filter(({ severity }) => severity === "error")
        : [];
      const details = problems.length > 0 ? problems.map(formatProblem) : [otherReason(error)];
      const message = `Cannot take over ${this.#file}; the config before goes on`;
      this.#options.observe({ kind: "config_refused", message, problems, details });
      return { kind: "refused", message, details };
    } finally {
      this.#options.manager.ready();
    }
  }

  async #takeLog(process: ProcessConfig): Promise<void> {
    const { logLevel: level, logFormat: format, logFileMib } = process;
    const { write, medium, limitLogFile } = this.#options;
    limitLogFile(logFileMib);
    const before = this.#process;
    this.#process = process;
    if (before?.logLevel === level && before.logFormat === format) return;
    await configureLog({ level, format, medium, write });
  }

  /** Says which keys have changed that only a start takes over. */
  #warnOfLater(process: ProcessConfig): void {
    const before = this.#process;
    if (before === undefined) return;
    const later = (config: ProcessConfig) => ({
      state_dir: config.state,
      ledger_days: config.ledgerDays,
      status_address: config.status.address,
    });
    const old = new Map(Object.entries(later(before)));
    const changed = Object.entries(later(process))
      .filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(old.get(key)))
      .map(([key]) => key);
    if (changed.length === 0) return;
    log.warning(`${changed.join(", ")} of [Leexport] changed: that counts from the next start`);
  }

  #warn(warnings: readonly Problem[]): void {
    const texts = warnings.map(formatProblem);
    if (texts.join("\n") === this.#warned) return;
    this.#warned = texts.join("\n");
    for (const text of texts) log.warning(text);
  }
}

function otherReason(error: unknown): string {
  if (error instanceof LeexportError) return withHint(error.message, error.hint);
  return withHint(`the program has a fault (${error})`, "please report it");
}

function searches(count: number): string {
  return count === 1 ? "1 search" : `${count} searches`;
}
