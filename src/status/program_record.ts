import { resolve } from "node:path";
import type { Config } from "../config/config.ts";
import type { ConfigRefused } from "../engine/event.ts";
import type { ProgramState, ProgramStatus, Trouble } from "./status.ts";

/** What is known of the program besides its record. */
export interface ProgramFacts extends Pick<ProgramStatus, "version" | "pid" | "queriesLeft"> {
  /** Of the store and of places that are pushed to. */
  readonly troubles: readonly Trouble[];
  readonly searches: "failing" | "well";
  /** Unix milliseconds. */
  readonly now: number;
}

/** The latest facts of the process and of its config. */
export class ProgramRecord {
  readonly #startedAt: number;
  #state: ProgramState = "running";
  #config: Config | undefined;
  #configTakenAt: number | undefined;
  #configTrouble: Trouble | undefined;

  /** @param startedAt Unix milliseconds. */
  constructor(startedAt: number) {
    this.#startedAt = startedAt;
  }

  /** Takes that a config was taken over. */
  applied(config: Config, now: number): void {
    this.#config = config;
    this.#configTakenAt = now;
    this.#configTrouble = undefined;
  }

  /** Takes that a config file cannot be used. */
  refused({ message, problems }: ConfigRefused, now: number): void {
    const [first, ...others] = problems;
    const more = others.length === 0 ? "" : `, and ${others.length} more`;
    this.#configTrouble = {
      message: first === undefined ? message : `${message}: ${first.message}${more}`,
      hint: first?.hint ?? "correct the file; leexport check shows what is wrong with it",
      since: this.#configTrouble?.since ?? now,
      where: first && `${first.file}:${first.line}:${first.column}`,
    };
  }

  /** Takes that the program ends. */
  stopping(): void {
    this.#state = "stopping";
  }

  /** Makes the part of the document that is about the program. */
  show({ version, pid, queriesLeft, searches, now, ...facts }: ProgramFacts): ProgramStatus {
    const own = this.#configTrouble === undefined ? [] : [this.#configTrouble];
    const troubles = [...own, ...facts.troubles];
    return {
      version,
      state: this.#state,
      at: now,
      health: troubles.length > 0 || searches === "failing" ? "failing" : "ok",
      pid,
      startedAt: this.#startedAt,
      configFile: resolve(this.#config?.file ?? ""),
      configTakenAt: this.#configTakenAt,
      actions: this.#config?.process.status.token === undefined ? "none" : "with token",
      troubles,
      queriesLeft,
    };
  }
}
