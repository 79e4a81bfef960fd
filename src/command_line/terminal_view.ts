import type { View } from "../draw/view.ts";

const USUAL_WIDTH = 80;
/** Below this no drawing can be read; past it lines are too long for the eye. */
const NARROWEST = 40;
const WIDEST = 200;
const WIDEST_PROGRESS = 120;

/**
 * What drawings on standard output have to fit into: the terminal. Where there is none, they are plain text of 80
 * columns, or as many as `COLUMNS` says.
 */
export function terminalView(): View {
  if (Deno.stdout.isTerminal()) {
    return { width: within(Deno.consoleSize().columns, WIDEST), colour: colour() };
  }
  const written = Number(Deno.env.get("COLUMNS") ?? "");
  const width = Number.isInteger(written) && written > 0 ? written : USUAL_WIDTH;
  return { width: within(width, WIDEST), colour: "none" };
}

/** Standard error as a terminal, if it is one: what is drawn there does not get into a pipe. */
export function progressView(): View | undefined {
  if (!Deno.stderr.isTerminal()) return undefined;
  return { width: within(Deno.consoleSize().columns, WIDEST_PROGRESS), colour: colour() };
}

function within(columns: number, most: number): number {
  return Math.min(Math.max(columns, NARROWEST), most);
}

function colour(): View["colour"] {
  return Deno.noColor ? "none" : "ansi";
}
