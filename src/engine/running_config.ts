import type { Config, ProcessConfig } from "../config/config.ts";
import { formatProblem } from "../config/format_problem.ts";
import { ConfigError, LeexportError, type Problem } from "../errors.ts";
import { configureLog, getLog } from "../log.ts";
import type { Daemon } from "./daemon.ts";
import { openConfig, type OpenedConfig } from "./open_config.ts";

const log = getLog("engine");

/** What a {@linkcode RunningConfig} works on. */
export interface RunningConfigOptions {
  /** Called once, with the first config, when the log is set up. */
  readonly openDaemon: (config: Config) => Daemon;
  /** Takes the lines of the log. */
  readonly write: (line: string) => void;
}

/** The config that a daemon runs, read again whenever it may have changed. A broken file changes nothing. */
export class RunningConfig {
  readonly #file: string;
  readonly #options: RunningConfigOptions;
  #daemon: Daemon | undefined;
  #process: ProcessConfig | undefined;
  /** The warnings that were logged last, as text: the same ones are not logged at every reading. */
  #warned = "";
  /** Whether the file could not be used when it was last read. */
  #isBroken = false;
  #reading: Promise<void> = Promise.resolve();
  #asked = false;

  /** @param file Path of the config file. */
  constructor(file: string, options: RunningConfigOptions) {
    this.#file = file;
    this.#options = options;
  }

  /** Runs a config from now on; says what that changed, if anything. */
  async take({ config, warnings }: OpenedConfig): Promise<void> {
    const isFirst = this.#daemon === undefined;
    this.#warnOfOtherState(config.process);
    await this.#takeLog(config.process);
    this.#daemon ??= this.#options.openDaemon(config);
    const { started, ended, kept } = this.#daemon.apply(config);
    this.#warn(warnings);
    if (isFirst) {
      log.info(`started ${searches(started)} of ${this.#file}`, { searches: started });
    } else if (started + ended > 0) {
      log.info(
        `took over ${this.#file}: ${searches(started)} started, ${ended} ended, ${kept} went on`,
        { started, ended, kept },
      );
    }
  }

  /** Reads the file again: one reading at a time, and one more if it was asked for meanwhile. */
  reload(): void {
    if (this.#asked) return;
    this.#asked = true;
    this.#reading = this.#reading.then(() => {
      this.#asked = false;
      return this.#read();
    });
  }

  async #read(): Promise<void> {
    log.debug(`reads ${this.#file} again`);
    try {
      await this.take(await openConfig(this.#file));
      if (this.#isBroken) log.info(`${this.#file} can be used again`);
      this.#isBroken = false;
    } catch (error) {
      this.#isBroken = true;
      const details = error instanceof ConfigError
        ? error.problems.filter(({ severity }) => severity === "error").map(formatProblem)
        : [error instanceof LeexportError ? error.message : `the program has a fault (${error})`];
      const sentence = `Cannot take over ${this.#file}; the config before goes on`;
      log.error([sentence, ...details].join("\n"));
    }
  }

  async #takeLog(process: ProcessConfig): Promise<void> {
    const { logLevel: level, logFormat: format } = process;
    const before = this.#process;
    this.#process = process;
    if (before?.logLevel === level && before.logFormat === format) return;
    await configureLog({ level, format, write: this.#options.write });
  }

  #warnOfOtherState({ state, ledgerDays }: ProcessConfig): void {
    const before = this.#process;
    if (before === undefined) return;
    const wanted = JSON.stringify([state, ledgerDays]);
    if (wanted === JSON.stringify([before.state, before.ledgerDays])) return;
    log.warning(
      "state_dir and ledger_days of [Leexport] have changed: that counts from the next start",
    );
  }

  #warn(warnings: readonly Problem[]): void {
    const texts = warnings.map(formatProblem);
    if (texts.join("\n") === this.#warned) return;
    this.#warned = texts.join("\n");
    for (const text of texts) log.warning(text);
  }
}

function searches(count: number): string {
  return count === 1 ? "1 search" : `${count} searches`;
}
