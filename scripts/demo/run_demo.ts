import { loadConfig } from "../../src/config/load_config.ts";
import { paint, type View } from "../../src/draw/view.ts";
import type { Config } from "../../src/config/config.ts";
import { formatProblem } from "../../src/config/format_problem.ts";
import { ConfigError, LeexportError } from "../../src/errors.ts";
import { redact } from "../../src/secret.ts";
import { openCatalog } from "../../src/service_host/catalog.ts";
import { drawDashboard } from "./dashboard.ts";
import { type Interrupt, onInterrupt } from "./interrupt.ts";
import { type Program, startProgram } from "./program.ts";
import { Results } from "./results.ts";
import { type Stage, startStage } from "./stage.ts";

/** `once` ends when something has arrived everywhere; `keep` goes on until Ctrl-C. */
export type DemoMode = "once" | "keep";

/** What the demo is run with. */
export interface DemoOptions {
  /** The config that the program runs. */
  readonly configFile: string;
  readonly mode: DemoMode;
  readonly view: View;
  readonly say: (line: string) => void;
  readonly complain: (line: string) => void;
}

/** How long everything may take to arrive for the first time. */
const PATIENCE_MS = 60_000;
/** What arrives together is drawn together. */
const REDRAW_MS = 300;
const CTRL_C = "Ctrl-C ends the demo";
const CLEAR_SCREEN = "\x1b[2J\x1b[H";

/**
 * Runs the demo.
 *
 * @returns Exit code: 0 if something arrived everywhere, 1 if not, 130 after Ctrl-C before that.
 */
export async function runDemo(options: DemoOptions): Promise<number> {
  try {
    return await run(options);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const problems = error instanceof ConfigError ? error.problems : [];
    const hint = error instanceof LeexportError ? error.hint : undefined;
    options.complain(`Cannot go on with the demo: ${redact(error.message)}`);
    for (const problem of problems) options.complain(redact(formatProblem(problem)));
    if (hint !== undefined) options.complain(`  hint: ${hint}`);
    return 1;
  }
}

async function run(options: DemoOptions): Promise<number> {
  using interrupt = onInterrupt();
  const arrived = paint("arrived", { tone: 3, view: options.view });
  const results = new Results((name) => options.say(`  ${arrived}  ${name}`));
  await using stage = await startStage((arrival) => results.takeArrival(arrival));
  results.expect(await readConfig(options.configFile, stage));
  introduce(stage, options);
  const complaint = Promise.withResolvers<void>();
  await using program = startProgram(options.configFile, {
    env: stage.env,
    onLine: (line) => {
      results.takeLine(line);
      if (line.level === "error") complaint.resolve();
    },
  });
  const outcome = await outcomeOf({ results, program, interrupt, complaint: complaint.promise });
  if (outcome === "interrupted") return 130;
  if (outcome !== "complete") return fail(outcome, { results, program, options });
  options.say("");
  drawDashboard(results.tiles(), options.view).forEach(options.say);
  if (options.mode === "keep") return await keep({ results, program, interrupt, options });
  sayWhatNext(options);
  return 0;
}

/** Reads what the program will read, to know what has to arrive. */
async function readConfig(file: string, { env }: Stage): Promise<Config> {
  const { config, problems } = await loadConfig(file, { openCatalog, env: (name) => env[name] });
  if (config === undefined) throw new ConfigError(`Cannot use ${file}`, problems);
  return config;
}

function introduce(
  { simulatorUrl, receiverUrl, events, env }: Stage,
  { configFile, say, view }: DemoOptions,
): void {
  const secrets = Object.keys(env).filter((name) => name.endsWith("_KEY"));
  const lines = [
    ["log", `examples/access.log: ${events} lines of a real nginx, replayed as if they came now`],
    ["simulator", `${simulatorUrl} answers over it as the log search API does`],
    ["receiver", `${receiverUrl} stands in for Geckoboard and Hosted Graphite`],
    ["keys", secrets.map((name) => `${name}=[secret]`).join(" ")],
    ["program", `leexport start -c ${configFile}`],
  ];
  for (const [name = "", text = ""] of lines) {
    say(`${paint(name.padEnd(10), { tone: "strong", view })} ${text}`);
  }
  say("");
}

/** Why the demo cannot be finished. */
type Failure = "complained" | "ended" | "late";
type Outcome = "complete" | "interrupted" | Failure;

async function outcomeOf({ results, program, interrupt, complaint }: {
  readonly results: Results;
  readonly program: Program;
  readonly interrupt: Interrupt;
  /** Resolves when the program has logged something that a person must act on. */
  readonly complaint: Promise<void>;
}): Promise<Outcome> {
  const late = Promise.withResolvers<Outcome>();
  const timer = setTimeout(() => late.resolve("late"), PATIENCE_MS);
  const outcome = await Promise.race([
    results.complete.then((): Outcome => "complete"),
    interrupt.pressed.then((): Outcome => "interrupted"),
    complaint.then((): Outcome => "complained"),
    program.ended.then((): Outcome => interrupt.isPressed() ? "interrupted" : "ended"),
    late.promise,
  ]);
  clearTimeout(timer);
  return outcome;
}

const FAILURES: Readonly<Record<Failure, string>> = {
  complained: "leexport met an error",
  ended: "leexport ended by itself",
  late: `something did not arrive within ${PATIENCE_MS / 1000} s`,
};

function fail(
  failure: Failure,
  { results, program, options: { complain } }: {
    readonly results: Results;
    readonly program: Program;
    readonly options: DemoOptions;
  },
): number {
  complain(`Cannot finish the demo: ${FAILURES[failure]}`);
  for (const name of results.missing()) complain(`  nothing arrived: ${name}`);
  complain("  the last lines of its log:");
  for (const line of program.lastLines) complain(`  ${redact(line)}`);
  return 1;
}

/** Draws anew whenever something has arrived, until Ctrl-C. */
async function keep({ results, program, interrupt, options }: {
  readonly results: Results;
  readonly program: Program;
  readonly interrupt: Interrupt;
  readonly options: DemoOptions;
}): Promise<number> {
  const { view, say } = options;
  const clear = view.colour === "ansi" ? CLEAR_SCREEN : "";
  const draw = () => {
    drawing = undefined;
    const lines = drawDashboard(results.tiles(), view);
    say([`${clear}${timeOfDay()}  ${CTRL_C}`, "", ...lines].join("\n"));
  };
  say(CTRL_C);
  let drawing: ReturnType<typeof setTimeout> | undefined;
  results.onChange(() => drawing ??= setTimeout(draw, REDRAW_MS));
  await Promise.race([interrupt.pressed, program.ended]);
  clearTimeout(drawing);
  if (interrupt.isPressed()) return 0;
  return fail("ended", { results, program, options });
}

function timeOfDay(): string {
  return `${new Date().toISOString().slice(11, 19)} UTC`;
}

function sayWhatNext({ configFile, say, view }: DemoOptions): void {
  say("Something arrived at every destination; the demo is over. What next:");
  const lines = [
    ["deno task demo --keep", "goes on, and draws whenever something arrives"],
    [configFile, "is what ran: change it and run the demo again"],
    ["README.md", "tells how to ask about your own logs"],
  ];
  for (const [name = "", text = ""] of lines) {
    say(`  ${paint(name.padEnd(22), { tone: "strong", view })} ${text}`);
  }
}
