import type { StatusConfig } from "../config/config.ts";
import { addressText, type ServedAddress } from "../config/status_address.ts";
import { Pictures } from "../draw/pictures.ts";
import type { EngineEvent } from "../engine/event.ts";
import { LeexportError } from "../errors.ts";
import { getLog } from "../log.ts";
import { createMetrics, type Metrics, type MetricsOptions } from "../metrics/metrics.ts";
import { StatusBoard, type StatusBoardOptions } from "../status/board.ts";
import type { Controls } from "../status/source.ts";
import { StatusLine } from "../status/status_line.ts";
import { withHint } from "../with_hint.ts";
import { serveStatus } from "./serve.ts";

const log = getLog("status");

const REPORT = "please report it with the lines that log_level = debug gives";

/** How large a picture is drawn; the page scales it. */
const PICTURE = { width: 480, height: 200 } as const;

/** What the status of a program is made from. */
export type StatusServiceOptions =
  & Omit<StatusBoardOptions, "now">
  & Pick<MetricsOptions, "requests" | "breakdowns">;

/** What is served, and to whom. */
export interface ServeOptions {
  /** The newest config. */
  readonly config: () => StatusConfig;
  readonly controls: Controls;
}

/** All that tells how the program fares: the board, the metrics, and the page while it is served. */
export class StatusService implements AsyncDisposable {
  readonly #board: StatusBoard;
  readonly #line: StatusLine;
  readonly #metrics: Metrics;
  readonly #held = new AsyncDisposableStack();
  #isReady = false;
  #isConfigBroken = false;

  constructor({ store, version, pid, queriesLeft, ...counts }: StatusServiceOptions) {
    this.#board = new StatusBoard({ store, version, pid, queriesLeft, now: Date.now });
    this.#line = new StatusLine(this.#board);
    this.#metrics = createMetrics({
      ...counts,
      status: () => this.#board.status(),
      isConfigBroken: () => this.#isConfigBroken,
      isStoreInTrouble: () => store.trouble !== undefined,
    });
  }

  /** How the program fares, in one line. */
  get line(): string {
    return this.#line.text;
  }

  /** Takes what happens. */
  readonly observe = (event: EngineEvent): void => {
    if (event.kind === "applied") this.#isConfigBroken = false;
    if (event.kind === "config_refused") this.#isConfigBroken = true;
    try {
      this.#board.observe(event);
      this.#metrics.observe(event);
    } catch (error) {
      // Searches go on, whatever becomes of what is told about them.
      const fault = withHint(
        `Cannot note what happened: the program has a fault (${error})`,
        REPORT,
      );
      log.error(fault);
    }
  };

  /** Serves the page from now on, if its address can be had: the searches do not wait for it. */
  async serve(address: ServedAddress, { config, controls }: ServeOptions): Promise<void> {
    this.#isReady = true;
    const pictures = this.#held.use(new Pictures());
    try {
      const server = await serveStatus(address, {
        source: this.#board,
        controls,
        draw: (payload, options) => pictures.draw(payload, { ...PICTURE, ...options }),
        metrics: () => this.#metrics.text(),
        config,
        ready: () => this.#isReady,
      });
      this.#held.use(server);
      const { kind } = server.address;
      const place = addressText(server.address);
      log.info(`status page at ${kind === "tcp" ? `http://${place}/` : place}`);
    } catch (error) {
      if (!(error instanceof LeexportError)) throw error;
      log.error(withHint(`${error.message}; searches run without it`, error.hint));
    }
  }

  /** Says that nothing new begins any more. */
  stopping(): void {
    this.#isReady = false;
    this.#board.stopping();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#held.disposeAsync();
  }
}
