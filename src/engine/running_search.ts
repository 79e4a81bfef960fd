import type { Config, SearchConfig } from "../config/config.ts";
import { unlessAborted } from "../bounded_wait.ts";
import { LogSearchError } from "../errors.ts";
import type { LogSearch } from "../log_search/query.ts";
import type { ServiceHost } from "../service_host/service_host.ts";
import type { Store } from "../store/store.ts";
import { Alarm } from "./alarm.ts";
import { ContiguousLoop } from "./contiguous_loop.ts";
import type { Endpoints } from "./endpoints.ts";
import type { EngineEvent, Observe, SearchPlace } from "./event.ts";
import { Lane } from "./lane.ts";
import type { Phase } from "./phase.ts";
import { Pause } from "./pause.ts";
import { type RunEnd, runSearch } from "./search_run.ts";
import type { ServiceHosts } from "./service_hosts.ts";
import { type RunTime, SlidingLoop } from "./sliding_loop.ts";
import { type Target, targetsOf } from "./targets.ts";
import type { UnderWay } from "./under_way.ts";
import type { Unsettled } from "./unsettled.ts";
import type { AskStep } from "./windows.ts";

/** What all searches of a program share. */
export interface Surroundings {
  readonly store: Store;
  readonly endpoints: Endpoints;
  readonly hosts: ServiceHosts;
  readonly underWay: UnderWay;
  readonly unsettled: Unsettled;
  /** Takes what happens. */
  readonly observe: Observe;
  /** The newest config. */
  readonly config: () => Config;
  readonly logSearch: () => LogSearch;
  /** Aborted when nothing more is waited for. */
  readonly givingUp: AbortSignal;
}

/** What a search is started with. */
export interface StartOptions {
  readonly phase: Phase;
  /** When the first run of a sliding search is due, milliseconds of `performance.now()`. */
  readonly first: number;
  /** A promise to await before the first run: the end of the search that this one replaces. */
  readonly after: Promise<unknown>;
  readonly state: "paused" | "going";
  /** Where contiguous windows begin and end, Unix milliseconds; by default with the newest one, and never. */
  readonly stretch?: { readonly from: number; readonly to: number };
}

/** A search at work: the loop that asks, and a lane for each destination. */
export class RunningSearch {
  readonly #surroundings: Surroundings;
  readonly #options: StartOptions;
  readonly #lanes: readonly Lane[];
  readonly #loop: SlidingLoop | ContiguousLoop;
  readonly #ending = new AbortController();
  readonly #pause: Pause;
  /** Rings when a payload has left the outbox. */
  readonly #tried = new Alarm();
  #search: SearchConfig;
  #targets: readonly Target[];
  /** Finds the sandboxes of the newest config that has the search: it may outlive the config. */
  #hostOf: (service: string) => ServiceHost;
  /** Resolves when every destination has been tried, or has to wait, after the latest run. */
  #reported: Promise<unknown> = Promise.resolve();

  constructor(search: SearchConfig, options: StartOptions, surroundings: Surroundings) {
    this.#search = search;
    this.#targets = targetsOf(search);
    this.#hostOf = surroundings.hosts.finder();
    this.#options = options;
    this.#surroundings = surroundings;
    this.#pause = new Pause(options.state);
    this.#lanes = search.destinations.map((_, index) => this.#openLane(index));
    this.#loop = search.windows === "sliding"
      ? this.#openSlidingLoop()
      : this.#openContiguousLoop();
  }

  /** The search as the newest config has it that holds it unchanged. */
  get search(): SearchConfig {
    return this.#search;
  }

  /** Names of its destinations. */
  get destinations(): readonly string[] {
    return this.#search.destinations.map(({ name }) => name);
  }

  /** Resolves when the search asks no more: it was ended, the API stopped it, or its stretch is over. */
  get asked(): Promise<void> {
    return this.#loop.done;
  }

  /** Resolves when nothing waits to be pushed, or when the signal is aborted. */
  async delivered(signal: AbortSignal): Promise<void> {
    const { store } = this.#surroundings;
    const { name: search, destinations } = this.#search;
    const waits = () =>
      destinations.some(({ name }) => store.account({ search, destination: name }).waiting > 0);
    while (!signal.aborted && waits()) await this.#tried.wait(Infinity, signal);
  }

  /** Takes the search as a newer config has it: unchanged, but perhaps on other lines. */
  keep(search: SearchConfig): void {
    this.#search = search;
    this.#hostOf = this.#surroundings.hosts.finder();
    this.#targets = this.#targets.map(({ destination }, index) => {
      return { config: search.destinations[index]!, destination };
    });
  }

  /** Runs once as soon as it may, if the search is not paused. */
  runNow(): void {
    this.#loop.runNow();
  }

  /** Asks nothing until {@linkcode RunningSearch.resume}; what waits to be pushed is pushed. */
  pause(): void {
    this.#pause.begin();
  }

  /** Asks again, as is due. */
  resume(): void {
    this.#pause.end();
  }

  /** Has the lanes try at once what waits. */
  tryNow(): void {
    for (const lane of this.#lanes) lane.tryNow();
  }

  /** Ends the search: no run begins, the one under way and its first pushes are finished. */
  async end(): Promise<void> {
    const { givingUp, hosts } = this.#surroundings;
    this.#ending.abort();
    const ended = this.#loop.end().then(() => this.#reported);
    await unlessAborted(ended, givingUp);
    await Promise.all(this.#lanes.map((lane) => lane.end()));
    for (const { config, destination } of this.#targets) {
      hosts.find(config.service)?.forget(destination.id);
    }
  }

  #openLane(index: number): Lane {
    const { store, endpoints, underWay, unsettled, config } = this.#surroundings;
    const { name: destination, service } = this.#search.destinations[index]!;
    const serviceConfig = config().services.get(service)!;
    return new Lane({
      name: { search: this.#search.name, destination },
      store,
      target: () => this.#targets[index]!,
      endpoint: endpoints.of(this.#search.destinations[index]!, serviceConfig),
      hostOf: (service) => this.#hostOf(service),
      underWay,
      unsettled,
      after: this.#options.after,
      onTried: (report, progress) => {
        this.#tell({ kind: "tried", report, progress, place: this.#place() });
        if (report.outcome === "waiting") return;
        this.#tried.ring();
        if ("look" in this.#loop) this.#loop.look();
      },
      onFault: (error) => this.#tell({ kind: "faulted", error, search: this.#search }),
    });
  }

  #openSlidingLoop(): SlidingLoop {
    const { first, after } = this.#options;
    return new SlidingLoop(this.#search.periodSeconds, {
      first,
      after,
      run: (time) => this.#runSliding(time),
      onMissed: (count) => this.#tell({ kind: "missed", count, search: this.#search }),
      onPlan: (due) => this.#plan(Date.now() + due - performance.now()),
    });
  }

  #openContiguousLoop(): ContiguousLoop {
    const { store, logSearch, givingUp } = this.#surroundings;
    const { after, phase, stretch } = this.#options;
    const { name, destinations, periodSeconds, delaySeconds, catchUp } = this.#search;
    return new ContiguousLoop({
      search: name,
      destinations: destinations.map(({ name }) => name),
      plan: {
        periodMs: periodSeconds * 1000,
        delayMs: delaySeconds * 1000,
        // Of a stretch that somebody asked for nothing is left out.
        catchUp: stretch === undefined ? catchUp : "each",
        catchUpLimitMs: stretch === undefined ? this.#search.catchUpLimitSeconds * 1000 : Infinity,
      },
      phaseMs: phase.delayMs,
      after,
      store,
      mayAsk: (signal) => this.#mayAsk(signal),
      hasRoom: (destination) => this.#hasRoom(destination),
      run: (step, { latenessMs }) => this.#run(step, { latenessMs }),
      apiTime: () => logSearch().time({ signal: givingUp }),
      onPlan: (dueAt) => this.#plan(dueAt),
      onSkip: (step) => this.#tell({ kind: "skipped", step, place: this.#place() }),
      onFailure: (error, { failures }) =>
        this.#tell({ kind: "query_failed", error, place: this.#place(), failures }),
      onFault: (error) => this.#tell({ kind: "faulted", error, search: this.#search }),
      ...(stretch !== undefined && { stretch }),
    });
  }

  #tell(event: EngineEvent): void {
    this.#surroundings.observe(event);
  }

  #plan(dueAt: number): void {
    this.#tell({ kind: "planned", search: this.#search.name, dueAt: Math.round(dueAt) });
  }

  async #mayAsk(signal: AbortSignal): Promise<void> {
    const { store } = this.#surroundings;
    while (!signal.aborted && (store.trouble !== undefined || this.#pause.isOn)) {
      await store.usable(signal);
      await this.#pause.over(signal);
    }
  }

  #place(): SearchPlace {
    return { config: this.#surroundings.config(), search: this.#search };
  }

  #hasRoom(destination: string): boolean {
    const { name, destinations } = this.#search;
    const limit = destinations.find((one) => one.name === destination)?.outboxLimit;
    if (limit === undefined || limit.whenFull === "drop_oldest") return true;
    const account = this.#surroundings.store.account({ search: name, destination });
    return account.waiting < limit.payloads && account.waitingBytes < limit.bytes;
  }

  async #runSliding({ due, latenessMs }: RunTime): Promise<"continue" | "stop"> {
    const { rangeSeconds, delaySeconds, destinations } = this.#search;
    if (this.#pause.isOn) return "continue";
    const to = this.#options.phase.endAt(due, latenessMs) - delaySeconds * 1000;
    const window = { from: to - rangeSeconds * 1000, to };
    try {
      const names = destinations.map(({ name }) => name);
      await this.#run({ window, class: "live", destinations: names }, { latenessMs });
      return "continue";
    } catch (error) {
      if (this.#ending.signal.aborted) return "stop";
      if (!(error instanceof LogSearchError)) {
        this.#tell({ kind: "faulted", error, search: this.#search });
        return "continue";
      }
      this.#tell({ kind: "query_failed", error, place: this.#place(), failures: 1 });
      return error.failure === "stop" ? "stop" : "continue";
    }
  }

  #run(
    { window, class: liveness, destinations }: Omit<AskStep, "kind">,
    { latenessMs }: { readonly latenessMs: number },
  ): Promise<RunEnd> {
    const { store, underWay, logSearch, givingUp } = this.#surroundings;
    const { phase, stretch } = this.#options;
    const reported = Promise.withResolvers<void>();
    const { name: search } = this.#search;
    this.#tell({ kind: "begun", search, window });
    const run = runSearch({
      search: this.#search,
      tracks: this.#lanes.flatMap((lane, index) => {
        const target = this.#targets[index]!;
        return destinations.includes(target.config.name) ? [{ target, lane }] : [];
      }),
      window,
      turn: {
        class: stretch === undefined ? liveness : "backfill",
        due: window.to + this.#search.delaySeconds * 1000,
        signal: this.#ending.signal,
        askers: phase.askers,
      },
      logSearch: logSearch(),
      store,
      hostOf: this.#hostOf,
      signal: givingUp,
      latenessMs,
      onAnswer: (answer) => this.#tell({ kind: "answered", search, window, ...answer }),
      onDropped: (destination, count) =>
        this.#tell({ kind: "dropped", count, destination, place: this.#place() }),
      onReport: (report) => {
        this.#tell({ kind: "ran", report, place: this.#place() });
        reported.resolve();
      },
    });
    return underWay.track(run.then((end) => {
      if (end.kind === "done") this.#reported = reported.promise;
      return end;
    }));
  }
}
