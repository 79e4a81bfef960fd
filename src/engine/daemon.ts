/**
 * Owns the lifetimes of the searches, the log search client and the sandboxes.
 *
 * A daemon *runs* from its making; `apply()` may replace the config as often as wanted; `stop()` *drains* it: no run
 * starts, runs under way finish, and after `drainMs` what is left is given up. `stop()` may be called again, by anyone:
 * all get the same promise.
 *
 * @module
 */

import type { Config, SearchConfig } from "../config/config.ts";
import { searchFingerprint } from "../config/fingerprint.ts";
import { LogSearchError } from "../errors.ts";
import { getLog } from "../log.ts";
import { LogSearchClient } from "../log_search/client.ts";
import type { LogSearch } from "../log_search/query.ts";
import { logFault, logMissed, logQueryFailure, logRun } from "./run_log.ts";
import { firstDelayMs } from "./schedule.ts";
import { type RunTime, SearchLoop } from "./search_loop.ts";
import { runSearch, type Target } from "./search_run.ts";
import { ServiceHosts } from "./service_hosts.ts";
import { targetsOf } from "./targets.ts";

const log = getLog("engine");

/** How long runs under way may take to finish when the program stops. */
const DRAIN_MS = 10_000;

interface RunningSearch {
  /** As the newest config has it: a kept search may have moved to another line. */
  search: SearchConfig;
  targets: readonly Target[];
  readonly fingerprint: string;
  readonly loop: SearchLoop;
}

/** What a change of config did. */
export interface Applied {
  readonly started: number;
  readonly ended: number;
  readonly kept: number;
}

/** Runs every search of a config until it is stopped. */
export class Daemon {
  #config: Config | undefined;
  #logSearch: LogSearch | undefined;
  #searches = new Map<string, RunningSearch>();
  /** Runs that go on although their search has ended; a successor of the same name waits for them. */
  readonly #leaving = new Map<string, Promise<void>>();
  readonly #underWay = new Set<Promise<"continue" | "stop">>();
  readonly #hosts = new ServiceHosts();
  readonly #draining = new AbortController();
  readonly #givingUp = new AbortController();
  #stopped: Promise<void> | undefined;

  /**
   * Takes a config: searches that did not change go on undisturbed, changed ones are started anew once their run under
   * way has ended, missing ones end.
   *
   * @param config The config to run from now on.
   * @returns How many searches were started, ended and kept; a changed one counts as ended and started.
   */
  apply(config: Config): Applied {
    if (this.#draining.signal.aborted) return { started: 0, ended: 0, kept: 0 };
    this.#takeLogSearch(config);
    this.#hosts.apply(config.services, () => Promise.all(this.#underWay));
    this.#config = config;
    const fingerprints = new Map(
      config.searches.map((search) => [search.name, searchFingerprint(config, search)]),
    );
    let ended = 0;
    for (const [name, running] of this.#searches) {
      if (fingerprints.get(name) === running.fingerprint) continue;
      this.#leave(name, running);
      ended++;
    }
    const starting = config.searches.filter((search) => !this.#keep(search));
    starting.forEach((search, index) => {
      const delay = firstDelayMs(index, {
        count: starting.length,
        periodSeconds: search.periodSeconds,
      });
      this.#start(search, { delay, fingerprint: fingerprints.get(search.name) ?? "" });
    });
    return { started: starting.length, ended, kept: config.searches.length - starting.length };
  }

  /** Drains: nothing new begins, runs under way finish within ten seconds or are given up. */
  stop(): Promise<void> {
    return this.#stopped ??= this.#drain();
  }

  /** Ends a drain early: what is under way is given up. */
  giveUp(): void {
    this.#givingUp.abort();
  }

  async #drain(): Promise<void> {
    this.#draining.abort();
    for (const [name, running] of this.#searches) this.#leave(name, running);
    const under = this.#leaving.size;
    const giveUp = setTimeout(() => {
      log.warning(`${this.#leaving.size} of ${under} runs did not end in ${DRAIN_MS / 1000} s`);
      this.#givingUp.abort();
    }, DRAIN_MS);
    const givenUp = new Promise<void>((resolve) =>
      this.#givingUp.signal.addEventListener("abort", () => resolve(), { once: true })
    );
    await Promise.race([Promise.all(this.#leaving.values()), givenUp]);
    clearTimeout(giveUp);
    this.#givingUp.abort();
    await this.#hosts[Symbol.asyncDispose]();
  }

  #takeLogSearch(config: Config): void {
    const before = this.#config?.logSearch;
    const { url, apiKey } = config.logSearch;
    if (before?.url === url && before.apiKey.reveal() === apiKey.reveal()) return;
    this.#logSearch = new LogSearchClient({ url, apiKey });
  }

  #start(
    search: SearchConfig,
    { delay, fingerprint }: { readonly delay: number; readonly fingerprint: string },
  ): void {
    const loop = new SearchLoop(search.periodSeconds, {
      firstDelayMs: delay,
      after: this.#leaving.get(search.name) ?? Promise.resolve(),
      run: (time) => this.#track(this.#run(running, time)),
      onMissed: (missed) => logMissed(missed, running.search),
    });
    const running: RunningSearch = { search, targets: targetsOf(search), fingerprint, loop };
    this.#searches.set(search.name, running);
  }

  /** Lets an unchanged search go on, under the lines that it has now. */
  #keep(search: SearchConfig): boolean {
    const running = this.#searches.get(search.name);
    if (running === undefined) return false;
    running.search = search;
    running.targets = running.targets.map(({ destination }, index) => ({
      config: search.destinations[index]!,
      destination,
    }));
    return true;
  }

  #leave(name: string, { loop, targets }: RunningSearch): void {
    this.#searches.delete(name);
    const leaving = loop.end().finally(() => {
      if (this.#leaving.get(name) === leaving) this.#leaving.delete(name);
      for (const { config, destination } of targets) {
        this.#hosts.find(config.service)?.forget(destination.id);
      }
    });
    this.#leaving.set(name, leaving);
  }

  #track(run: Promise<"continue" | "stop">): Promise<"continue" | "stop"> {
    this.#underWay.add(run);
    return run.finally(() => this.#underWay.delete(run));
  }

  async #run({ search, targets }: RunningSearch, time: RunTime): Promise<"continue" | "stop"> {
    const config = this.#config;
    const logSearch = this.#logSearch;
    if (config === undefined || logSearch === undefined) return "continue";
    log.debug(`search "${search.name}" runs: ${search.statement}`);
    try {
      const report = await runSearch({
        search,
        targets,
        logSearch,
        hostOf: this.#hosts.finder(),
        now: Date.now(),
        pushUntil: time.nextDue,
        signal: this.#givingUp.signal,
        draining: this.#draining.signal,
      });
      logRun(report, { config, latenessMs: time.latenessMs });
    } catch (error) {
      if (this.#givingUp.signal.aborted) return "stop";
      if (!(error instanceof LogSearchError)) {
        logFault(error, search);
        return "continue";
      }
      logQueryFailure(error, { config, search });
      return error.failure === "stop" ? "stop" : "continue";
    }
    return "continue";
  }
}
