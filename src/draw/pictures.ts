import { LeexportError } from "../errors.ts";
import type { PictureReply, PictureRequest } from "./picture_worker.ts";
import type { SvgOptions } from "./svg/draw_svg.ts";

/** How long drawing may take, the start of the Worker included, milliseconds. */
const DEADLINE_MS = 10_000;
/** How long the Worker is kept without anything to draw, milliseconds. */
const IDLE_MS = 60_000;
const MOST_WAITING = 100;

/** So many pictures wait to be drawn that no more are taken for now. */
export class TooManyPictures extends LeexportError {}

/** A picture that waits to be drawn. */
interface Order {
  readonly request: PictureRequest;
  readonly resolve: (svg: string) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Draws pictures in a Worker, so that nothing else has to wait for them. The Worker is started when the first picture is
 * asked for and ended when none has been for a while; one that breaks or takes too long is ended at once, and the next
 * picture gets a new one. It may reach nothing.
 */
export class Pictures implements Disposable {
  /** In the order they were asked for. */
  readonly #waiting = new Set<Order>();
  readonly #end = new AbortController();
  #worker: Worker | undefined;
  #idleTimer: ReturnType<typeof setTimeout> | undefined;
  #isDrawing = false;

  /**
   * Draws what a service made of an answer. One picture is drawn after another, in the order they were asked for.
   *
   * @param payload JSON, without secrets: a picture cuts and escapes what it shows.
   * @returns An SVG document.
   * @throws {TooManyPictures} If a hundred others wait.
   * @throws {LeexportError} If it cannot be drawn, or not in time.
   */
  async draw(payload: string, options: SvgOptions): Promise<string> {
    this.#end.signal.throwIfAborted();
    if (this.#waiting.size >= MOST_WAITING) throw tooMany();
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    this.#waiting.add({ request: { payload, options }, resolve, reject });
    if (!this.#isDrawing) void this.#drawAll();
    return await promise;
  }

  /** Ends the Worker at once; what has not been drawn by then is not drawn any more. */
  [Symbol.dispose](): void {
    const stopped = failure("the program is being stopped", "start it again");
    this.#end.abort(stopped);
    for (const { reject } of this.#waiting) reject(stopped);
    this.#waiting.clear();
    this.#endWorker();
  }

  async #drawAll(): Promise<void> {
    this.#isDrawing = true;
    for (const order of this.#waiting) {
      this.#waiting.delete(order);
      await this.#drawNow(order.request).then(order.resolve, order.reject);
    }
    this.#isDrawing = false;
    this.#endWhenIdle();
  }

  async #drawNow(request: PictureRequest): Promise<string> {
    clearTimeout(this.#idleTimer);
    this.#worker ??= startWorker();
    try {
      const reply = await ask(this.#worker, { request, signal: this.#end.signal });
      if ("svg" in reply) return reply.svg;
      throw failure(reply.failure, "look at what leexport preview prints of this search");
    } catch (error) {
      if (error instanceof BrokenWorker) this.#endWorker();
      throw error;
    }
  }

  #endWhenIdle(): void {
    if (this.#worker === undefined) return;
    this.#idleTimer = setTimeout(() => this.#endWorker(), IDLE_MS);
    Deno.unrefTimer(this.#idleTimer);
  }

  #endWorker(): void {
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

function tooMany(): TooManyPictures {
  return new TooManyPictures(`Cannot draw the picture: ${MOST_WAITING} others wait to be drawn`, {
    hint: "ask again in a second",
  });
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
  { request, signal }: { readonly request: PictureRequest; readonly signal: AbortSignal },
): Promise<PictureReply> {
  const { promise, resolve, reject } = Promise.withResolvers<PictureReply>();
  const stop = () => reject(signal.reason);
  signal.addEventListener("abort", stop);
  const broken = (reason: string, hint: string) =>
    reject(new BrokenWorker(`Cannot draw the picture: ${reason}`, { hint }));
  const timer = setTimeout(() => {
    const hint = "ask for fewer slices or groups, with timeslice() or limit()";
    broken(`it took longer than ${DEADLINE_MS / 1000} s`, hint);
  }, DEADLINE_MS);
  worker.onmessage = ({ data }: MessageEvent<PictureReply>) => resolve(data);
  worker.onerror = (event) => {
    // Else it ends the whole process.
    event.preventDefault();
    const reason = event.message.replace(/^Uncaught /, "");
    broken(`what draws it broke down, ${reason}`, "look at what leexport preview prints instead");
  };
  worker.postMessage(request);
  return promise.finally(() => {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  });
}
