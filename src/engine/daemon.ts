/**
 * Owns the lifetimes of the searches, the log search client and the sandboxes.
 *
 * A daemon *runs* from its making; `apply()` may replace the config as often as wanted; `stop()` *drains* it: no run
 * starts, runs and pushes under way finish, and after `drainMs` what is left is given up; what waits to be pushed stays in
 * the store. `stop()` may be called again, by anyone: all get the same promise.
 *
 * @module
 */

import type { Config, SearchConfig } from "../config/config.ts";
import { queriesPerWindow, queryPace } from "../config/query_demand.ts";
import { searchFingerprint } from "../config/fingerprint.ts";
import { unlessAborted, within } from "../bounded_wait.ts";
import { LeexportError } from "../errors.ts";
import { getLog } from "../log.ts";
import { LogSearchClient } from "../log_search/client.ts";
import type { Store } from "../store/store.ts";
import { suggest } from "../suggest.ts";
import { Endpoints } from "./endpoints.ts";
import type { Observe } from "./event.ts";
import { phasesOf } from "./phase.ts";
import { RunningSearch, type Surroundings } from "./running_search.ts";
import { ServiceHosts } from "./service_hosts.ts";
import { UnderWay } from "./under_way.ts";
import { Unsettled } from "./unsettled.ts";
import { warnOfStrandedPayloads } from "./stranded.ts";

const log = getLog("engine");

/** How long runs under way may take to finish when the program stops. */
const DRAIN_MS = 10_000;
/** How long searches may take to note that they were given up. */
const GIVE_UP_MS = 1_000;

/** What a change of config did. */
export interface Applied {
  readonly started: number;
  readonly ended: number;
  readonly kept: number;
}

/** What a retry did. */
export interface Retried {
  /** Payloads that were rejected and wait again. */
  readonly requeued: number;
  /** Payloads that stay rejected, see {@linkcode Store.retryRejected}. */
  readonly left: number;
  /** Payloads that waited already, and are tried at once. */
  readonly waiting: number;
}

/** Runs every search of a config until it is stopped. */
export class Daemon {
  #config: Config | undefined;
  /** The client, and what it was made from. */
  #logSearch: { readonly client: LogSearchClient; readonly parts: string } | undefined;
  #searches = new Map<string, RunningSearch>();
  /** Searches that end but have not ended yet; a successor of the same name waits for them. */
  readonly #leaving = new Map<string, Promise<void>>();
  readonly #hosts = new ServiceHosts();
  readonly #underWay = new UnderWay();
  readonly #givingUp = new AbortController();
  readonly #surroundings: Surroundings;
  #wishes: Promise<void> = Promise.resolve();
  #stopped: Promise<void> | undefined;

  /**
   * @param store Where windows and payloads are kept; the daemon does not close it.
   * @param observe Takes what happens.
   */
  constructor(store: Store, observe: Observe) {
    this.#surroundings = {
      store,
      observe,
      endpoints: new Endpoints(observe),
      hosts: this.#hosts,
      underWay: this.#underWay,
      unsettled: new Unsettled(),
      config: () => this.#config!,
      logSearch: () => this.#logSearch!.client,
      givingUp: this.#givingUp.signal,
    };
  }

  /**
   * Takes a config: searches that did not change go on undisturbed, changed ones are started anew once their run under
   * way has ended, missing ones end.
   *
   * @param config The config to run from now on.
   * @returns How many searches were started, ended and kept; a changed one counts as ended and started.
   */
  apply(config: Config): Applied {
    if (this.#stopped !== undefined) return { started: 0, ended: 0, kept: 0 };
    const before = this.#config;
    this.#takeLogSearch(config);
    this.#hosts.apply(config.services, () => this.#nothingOld());
    this.#config = config;
    const searches = new Map(config.searches.map((search) => [search.name, search]));
    let ended = 0;
    for (const [name, running] of this.#searches) {
      const search = searches.get(name);
      if (before && search && isSame([before, running.search], [config, search])) continue;
      this.#leave(name, running);
      ended++;
    }
    const starting = config.searches.filter((search) => !this.#keep(search));
    const started = new Set(starting.map(({ name }) => name));
    this.#surroundings.observe({ kind: "applied", config, started });
    this.#start(starting);
    if (before === undefined || ended > 0) warnOfStrandedPayloads(config, this.#surroundings.store);
    return { started: starting.length, ended, kept: config.searches.length - starting.length };
  }

  /** Queries that the API would still take in its present window; `undefined` if it has not said. */
  get queriesLeft(): number | undefined {
    return this.#logSearch?.client.remaining;
  }

  /**
   * Runs a search once, besides the runs that are due. Of contiguous windows none is asked before its end; one that the
   * API refused is asked again.
   *
   * @throws {LeexportError} If the config has no such search, or it is paused.
   */
  runNow(name: string): void {
    const search = this.#find(name, "run");
    if (this.#surroundings.store.paused().has(name)) {
      throw new LeexportError(`Cannot run search "${name}": it is paused`, {
        hint: "resume it first",
      });
    }
    search.runNow();
  }

  /**
   * Keeps a search from asking until {@linkcode Daemon.resume}, also through a restart. What waits is pushed.
   *
   * @throws {LeexportError} If the config has no such search.
   * @throws {StoreError} If the disk does not take it.
   */
  pause(name: string): Promise<void> {
    return this.#inTurn(async () => {
      this.#find(name, "pause");
      const { store, observe } = this.#surroundings;
      if (store.paused().has(name)) return;
      await store.setPaused(name, Date.now());
      // A reload may have replaced it meanwhile.
      this.#searches.get(name)?.pause();
      observe({ kind: "paused", search: name });
    });
  }

  /** Lets a search ask again. @throws As {@linkcode Daemon.pause}. */
  resume(name: string): Promise<void> {
    return this.#inTurn(async () => {
      this.#find(name, "resume");
      const { store, observe } = this.#surroundings;
      if (!store.paused().has(name)) return;
      await store.setPaused(name, undefined);
      this.#searches.get(name)?.resume();
      observe({ kind: "resumed", search: name });
    });
  }

  /**
   * Puts payloads that were rejected back into the outbox, and has all that waits tried at once.
   *
   * @param name Of one search; `undefined` = of all.
   * @throws As {@linkcode Daemon.pause}.
   */
  async retry(name: string | undefined): Promise<Retried> {
    const { store } = this.#surroundings;
    const searches = name === undefined
      ? [...this.#searches]
      : [[name, this.#find(name, "retry")] as const];
    const lanes = searches.flatMap(([search, { destinations }]) =>
      destinations.map((destination) => ({ search, destination }))
    );
    const accounts = lanes.map((lane) => ({ lane, account: store.account(lane) }));
    const waiting = accounts.reduce((sum, { account }) => sum + account.waiting, 0);
    const retried = await Promise.all(
      accounts.filter(({ account }) => account.rejected > 0)
        .map(({ lane }) => store.retryRejected(lane, { now: Date.now() })),
    );
    const concerned = new Set(
      accounts.filter(({ account }) => account.rejected + account.waiting > 0)
        .map(({ lane }) => lane.search),
    );
    for (const [search, running] of searches) {
      if (!concerned.has(search)) continue;
      running.tryNow();
      this.#surroundings.observe({ kind: "retried", search });
    }
    const sum = (count: "requeued" | "left") => retried.reduce((all, one) => all + one[count], 0);
    return { requeued: sum("requeued"), left: sum("left"), waiting };
  }

  /** Drains: nothing new begins, what is under way finishes within ten seconds or is given up. */
  stop(): Promise<void> {
    return this.#stopped ??= this.#drain();
  }

  /** Ends a drain early: what is under way is given up. */
  giveUp(): void {
    this.#givingUp.abort();
  }

  /** Resolves when nothing uses sandboxes of an earlier config any more. */
  async #nothingOld(): Promise<void> {
    // Searches that end because of the new config are among those that leave from the next moment on.
    await Promise.resolve();
    await Promise.all([this.#underWay.over(), ...this.#leaving.values()]);
  }

  async #drain(): Promise<void> {
    for (const [name, running] of this.#searches) this.#leave(name, running);
    const under = this.#leaving.size;
    const giveUp = setTimeout(() => {
      const late = `${this.#leaving.size} of ${under} searches did not end in ${DRAIN_MS / 1000} s`;
      log.warning(`${late} and are given up; what waits is pushed after the next start`);
      this.#givingUp.abort();
    }, DRAIN_MS);
    const left = Promise.all(this.#leaving.values());
    await unlessAborted(left, this.#givingUp.signal);
    clearTimeout(giveUp);
    this.#givingUp.abort();
    await this.#hosts[Symbol.asyncDispose]();
    // Whoever waited for a sandbox has been sent away: searches note that, then the store may be closed.
    await within(GIVE_UP_MS, left);
  }

  /** One after the other: the second of two wishes must find what the first has done. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#wishes.then(work);
    this.#wishes = done.catch(() => {});
    return done;
  }

  #find(name: string, verb: string): RunningSearch {
    const search = this.#searches.get(name);
    if (search !== undefined) return search;
    const near = suggest(name, this.#searches.keys());
    throw new LeexportError(`Cannot ${verb} search "${name}": the config has no such search`, {
      hint: near === undefined ? "leexport status lists them" : `did you mean "${near}"?`,
    });
  }

  #takeLogSearch({ logSearch, searches }: Config): void {
    const { url, apiKey, rateLimit } = logSearch;
    const reservedPerWindow = queriesPerWindow(queryPace(searches));
    const parts = JSON.stringify([url, apiKey.reveal(), rateLimit, reservedPerWindow]);
    if (this.#logSearch?.parts === parts) return;
    const client = new LogSearchClient({ ...logSearch, reservedPerWindow });
    this.#logSearch = { client, parts };
  }

  #start(searches: readonly SearchConfig[]): void {
    const now = Math.round(performance.now());
    const phases = phasesOf(searches);
    const paused = this.#surroundings.store.paused();
    for (const search of searches) {
      const phase = phases.get(search.name)!;
      const options = {
        phase,
        first: now + phase.delayMs,
        after: this.#leaving.get(search.name) ?? Promise.resolve(),
        state: paused.has(search.name) ? "paused" as const : "going" as const,
      };
      this.#searches.set(search.name, new RunningSearch(search, options, this.#surroundings));
    }
  }

  #keep(search: SearchConfig): boolean {
    const running = this.#searches.get(search.name);
    running?.keep(search);
    return running !== undefined;
  }

  #leave(name: string, running: RunningSearch): void {
    this.#searches.delete(name);
    const leaving = running.end().finally(() => {
      if (this.#leaving.get(name) === leaving) this.#leaving.delete(name);
    });
    this.#leaving.set(name, leaving);
  }
}

type Placed = readonly [config: Config, search: SearchConfig];

function isSame(before: Placed, now: Placed): boolean {
  return searchFingerprint(...before) === searchFingerprint(...now);
}
