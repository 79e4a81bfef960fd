/**
 * Shows the main job on this machine alone: a simulator answers over a recorded log, the real program asks it, and a
 * receiver draws what arrives. `deno task demo` ends by itself; `deno task demo --keep` goes on until Ctrl-C.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- its output is its purpose

import { type DemoMode, runDemo } from "./demo/run_demo.ts";
import type { View } from "../src/draw/view.ts";

const NARROWEST = 40;
const WIDEST = 160;

function modeOf(args: readonly string[]): DemoMode | undefined {
  if (args.length === 0) return "once";
  return args.length === 1 && args[0] === "--keep" ? "keep" : undefined;
}

function viewOfTerminal(): View {
  const terminal = Deno.stdout.isTerminal();
  const asked = Number(Deno.env.get("COLUMNS"));
  const width = asked > 0 ? asked : terminal ? Deno.consoleSize().columns : 80;
  const coloured = Deno.env.get("FORCE_COLOR") !== undefined || (terminal && !Deno.noColor);
  return {
    width: Math.min(WIDEST, Math.max(NARROWEST, Math.floor(width))),
    colour: coloured ? "ansi" : "none",
  };
}

const mode = modeOf(Deno.args);
if (mode === undefined) {
  console.error(`Cannot run the demo: "${Deno.args.join(" ")}" is not one of its options`);
  console.error("  hint: run deno task demo, or deno task demo --keep");
  Deno.exit(2);
}
Deno.exit(
  await runDemo({
    configFile: "examples/config.ini",
    mode,
    view: viewOfTerminal(),
    say: (line) => console.log(line),
    complain: (line) => console.error(line),
  }),
);
