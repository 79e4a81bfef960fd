import { Redraw } from "../draw/redraw.ts";
import { aged } from "./aged.ts";
import type { Status } from "./status.ts";
import { statusText, type StatusTextOptions } from "./status_text.ts";

/** Where a document is shown that goes on changing. */
export interface Display extends Disposable {
  show(status: Status): void;
}

/** What a display is made from. */
export interface DisplayOptions extends StatusTextOptions {
  /** Lines of the terminal; `undefined` = it is none: every document is written below the one before. */
  readonly rows: number | undefined;
  readonly format: "text" | "json";
  readonly write: (text: string) => void;
}

/** How often ages are drawn anew, milliseconds. */
const TICK_MS = 1000;

/** Opens a display: a JSON document a line, texts one below the other, or one that is drawn over in place. */
export function openDisplay(options: DisplayOptions): Display {
  const { rows, format, write } = options;
  const still = { [Symbol.dispose]() {} };
  if (format === "json") {
    return { show: (status) => write(`${JSON.stringify(status)}\n`), ...still };
  }
  if (rows !== undefined) return openScreen(rows, options);
  let gap = "";
  return {
    show(status) {
      write(`${gap}${statusText(status, options).join("\n")}\n`);
      gap = "\n";
    },
    ...still,
  };
}

/** Between two documents, ages go on by the clock of this machine. */
function openScreen(rows: number, options: DisplayOptions): Display {
  const screen = new Redraw(rows);
  let shown: { readonly status: Status; readonly since: number } | undefined;
  const draw = () => {
    if (shown === undefined) return;
    const status = aged(shown.status, Math.round(performance.now() - shown.since));
    options.write(screen.over(statusText(status, options)));
  };
  const timer = setInterval(draw, TICK_MS);
  return {
    show(status) {
      shown = { status, since: performance.now() };
      draw();
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
}
