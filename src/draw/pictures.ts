import { LeexportError } from "../errors.ts";
import type { PictureReply, PictureRequest } from "./picture_worker.ts";
import type { SvgOptions } from "./svg/draw_svg.ts";

const DEADLINE_MS = 10_000;
const IDLE_MS = 60_000;

/** How a picture is drawn. */
export interface PictureOptions extends SvgOptions {
  /** How long drawing may take, the start of the Worker included, milliseconds. */
  readonly deadlineMs?: number;
}

/**
 * Draws pictures in a Worker, so that nothing else has to wait for them. The Worker is started when the first picture is
 * asked for and ended when none has been for a while; one that breaks or takes too long is ended at once, and the next
 * picture gets a new one. It may reach nothing.
 */
export class Pictures implements AsyncDisposable {
  readonly #idleMs: number;
  #worker: Worker | undefined;
  #idleTimer: ReturnType<typeof setTimeout> | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #stopped = false;

  /** @param options.idleMs How long the Worker is kept without anything to draw, milliseconds. */
  constructor({ idleMs = IDLE_MS }: { readonly idleMs?: number } = {}) {
    this.#idleMs = idleMs;
  }

  /**
   * Draws what a service made of an answer. One picture is drawn after another, in the order they were asked for.
   *
   * @param payload JSON.
   * @returns An SVG document.
   * @throws {LeexportError} If it cannot be drawn, or not in time.
   */
  draw(payload: string, options: PictureOptions): Promise<string> {
    const drawn = this.#turn.then(() => this.#drawNow(payload, options));
    this.#turn = drawn.catch(() => {});
    return drawn;
  }

  /** Ends the Worker; what has not been drawn by then is not drawn any more. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true;
    await this.#turn;
    this.#end();
  }

  async #drawNow(
    payload: string,
    { deadlineMs = DEADLINE_MS, ...options }: PictureOptions,
  ): Promise<string> {
    if (this.#stopped) throw failure("the program is being stopped", "start it again");
    clearTimeout(this.#idleTimer);
    this.#worker ??= startWorker();
    try {
      const reply = await ask(this.#worker, { request: { payload, options }, deadlineMs });
      this.#endWhenIdle();
      if ("svg" in reply) return reply.svg;
      throw failure(reply.failure, "look at what leexport preview prints of this search");
    } catch (error) {
      if (error instanceof BrokenWorker) this.#end();
      throw error;
    }
  }

  #endWhenIdle(): void {
    this.#idleTimer = setTimeout(() => this.#end(), this.#idleMs);
    Deno.unrefTimer(this.#idleTimer);
  }

  #end(): void {
    clearTimeout(this.#idleTimer);
    this.#worker?.terminate();
    this.#worker = undefined;
  }
}

/** A failure after which nothing can be asked of a Worker any more. */
class BrokenWorker extends LeexportError {}

function failure(reason: string, hint: string): LeexportError {
  return new LeexportError(`Cannot draw the picture: ${reason}`, { hint });
}

function startWorker(): Worker {
  return new Worker(import.meta.resolve("./picture_worker.ts"), {
    type: "module",
    name: "pictures",
    deno: {
      permissions: {
        // What ECharts reads when it is loaded.
        env: ["NODE_ENV"],
        net: false,
        read: false,
        write: false,
        run: false,
        ffi: false,
        sys: false,
        import: false,
      },
    },
  });
}

function ask(
  worker: Worker,
  { request, deadlineMs }: { readonly request: PictureRequest; readonly deadlineMs: number },
): Promise<PictureReply> {
  const { promise, resolve, reject } = Promise.withResolvers<PictureReply>();
  const broken = (reason: string, hint: string) =>
    reject(new BrokenWorker(`Cannot draw the picture: ${reason}`, { hint }));
  const timer = setTimeout(() => {
    const hint = "ask for fewer slices or groups, with timeslice() or limit()";
    broken(`it took longer than ${deadlineMs / 1000} s`, hint);
  }, deadlineMs);
  worker.onmessage = ({ data }: MessageEvent<PictureReply>) => resolve(data);
  worker.onerror = (event) => {
    // Else it ends the whole process.
    event.preventDefault();
    const reason = event.message.replace(/^Uncaught /, "");
    broken(`what draws it broke down, ${reason}`, "look at what leexport preview prints instead");
  };
  worker.postMessage(request);
  return promise.finally(() => clearTimeout(timer));
}
