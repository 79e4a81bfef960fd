import type { View } from "../draw/view.ts";

/** Also of a terminal that was never told its size: it says 0. */
const USUAL_WIDTH = 80;
const USUAL_ROWS = 24;
/** Below this no drawing can be read; past it lines are too long for the eye. */
const NARROWEST = 40;
const WIDEST = 200;
const WIDEST_PROGRESS = 120;

/**
 * What drawings on standard output have to fit into: the terminal. Where there is none, they are plain text of 80
 * columns, or as many as `COLUMNS` says.
 *
 * @param options.narrowest Columns that there are at least, or so it is drawn.
 */
export function terminalView(
  { narrowest = NARROWEST }: { readonly narrowest?: number } = {},
): View {
  if (Deno.stdout.isTerminal()) {
    const width = Deno.consoleSize().columns || USUAL_WIDTH;
    return { width: within(width, { narrowest, widest: WIDEST }), colour: colour() };
  }
  const written = Number(Deno.env.get("COLUMNS") ?? "");
  const width = Number.isInteger(written) && written > 0 ? written : USUAL_WIDTH;
  return { width: within(width, { narrowest, widest: WIDEST }), colour: "none" };
}

/** Lines of the terminal on standard output; `undefined` if it is none. */
export function terminalRows(): number | undefined {
  return Deno.stdout.isTerminal() ? Deno.consoleSize().rows || USUAL_ROWS : undefined;
}

/** Standard error as a terminal, if it is one: what is drawn there does not get into a pipe. */
export function progressView(): View | undefined {
  if (!Deno.stderr.isTerminal()) return undefined;
  const width = Deno.consoleSize().columns || USUAL_WIDTH;
  const limits = { narrowest: NARROWEST, widest: WIDEST_PROGRESS };
  return { width: within(width, limits), colour: colour() };
}

function within(
  columns: number,
  { narrowest, widest }: { readonly narrowest: number; readonly widest: number },
): number {
  return Math.min(Math.max(columns, narrowest), widest);
}

function colour(): View["colour"] {
  return Deno.noColor ? "none" : "ansi";
}
