import { fileURLToPath } from "node:url";
import { programCommand } from "../program_command.ts";
import { processUsage, type Usage } from "./process_usage.ts";
import type { Surroundings } from "./surroundings.ts";

/** How much is asked. */
export interface Load {
  readonly searches: number;
  readonly periodSeconds: number;
  /** How long is measured, after the start-up and one whole period. */
  readonly seconds: number;
  /** Whose disk the store is on. */
  readonly folder: string;
}

/** How late runs started. */
export interface Lateness {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** Runs that started more than a second after they were due. */
  readonly late: number;
}

/** What was measured of one program. */
export interface Measured {
  readonly runsPerSecond: number;
  readonly cpuPercent: number;
  readonly rssMib: number;
}

/** What is known of leexport besides. */
export interface MeasuredProgram extends Measured {
  readonly lateness: Lateness;
  readonly missed: number;
  readonly failed: number;
}

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** Of its own for each search, as searches with the same question would ask once for all; `#` is the search's number. */
const STATEMENT = "where(status>=400 AND status<1#) calculate(count) timeslice(10)";
const RANGE_SECONDS = 600;
const SAMPLE_MS = 1000;

/** Measures the least program that makes the same requests. */
export async function measureBare(surroundings: Surroundings, load: Load): Promise<Measured> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--allow-net",
      `${ROOT}scripts/bench/bare_loop.ts`,
      surroundings.api,
      surroundings.apiKey,
      `${surroundings.destination}/bare`,
      String(load.searches),
      String(load.periodSeconds),
      String(RANGE_SECONDS),
      surroundings.log,
      STATEMENT,
    ],
    stdout: "piped",
  }).spawn();
  const measured = await measure(child.pid, { load, surroundings });
  child.kill("SIGTERM");
  await child.output();
  return measured;
}

/**
 * Measures leexport itself, with a config of as many searches.
 *
 * @param state Where it keeps windows and payloads: on disk, or nowhere but in memory.
 */
export async function measureProgram(
  surroundings: Surroundings,
  load: Load & { readonly state: "disk" | "none" },
): Promise<MeasuredProgram> {
  const folder = await Deno.makeTempDir({ dir: load.folder });
  const config = `${folder}/config.ini`;
  await Deno.writeTextFile(config, configText(surroundings, load));
  const { command, args } = programCommand(["start", "-c", config]);
  const child = new Deno.Command(command, {
    args,
    stdout: "piped",
  }).spawn();
  const runs = readRuns(child.stdout);
  const measured = await measure(child.pid, { load, surroundings });
  child.kill("SIGTERM");
  await child.status;
  await Deno.remove(folder, { recursive: true });
  const { lateness, missed, failed } = await runs;
  return { ...measured, lateness: summary(lateness), missed, failed };
}

async function measure(
  pid: number,
  { load, surroundings }: { readonly load: Load; readonly surroundings: Surroundings },
): Promise<Measured> {
  await pause(load.periodSeconds * 1000 + 3000);
  const [before, received, start] = [
    await processUsage(pid),
    surroundings.received,
    performance.now(),
  ];
  let highest: Usage = before;
  while (performance.now() - start < load.seconds * 1000) {
    await pause(SAMPLE_MS);
    const now = await processUsage(pid);
    if (now.rssMib > highest.rssMib) highest = now;
  }
  const after = await processUsage(pid);
  const seconds = (performance.now() - start) / 1000;
  return {
    runsPerSecond: (surroundings.received - received) / seconds,
    cpuPercent: (100 * (after.cpuSeconds - before.cpuSeconds)) / seconds,
    rssMib: highest.rssMib,
  };
}

function configText(
  surroundings: Surroundings,
  load: Load & { readonly state: "disk" | "none" },
): string {
  const head = `[LE]
x_api_key = ${surroundings.apiKey}
url = ${surroundings.api}
[Leexport]
    status_address = none
log_format = json
state_dir = ${load.state === "disk" ? "state" : "none"}
[Services]
[[geckoboard]]
api_key = 0123456789abcdef0123456789abcdef
[Searches]
`;
  const searches = Array.from({ length: load.searches }, (_, index) =>
    `[[search ${index}]]
[[[query]]]
logs = ${surroundings.log}
statement = "${STATEMENT.replace("#", String(index).padStart(5, "0"))}"
query_period = ${load.periodSeconds}
query_range = ${RANGE_SECONDS}
[[[destination]]]
service = geckoboard
push_url = ${surroundings.destination}/v1/send/${index}
widget_type = line_chart
name = errors
`);
  return head + searches.join("");
}

interface Runs {
  readonly lateness: number[];
  missed: number;
  failed: number;
}

async function readRuns(stdout: ReadableStream<Uint8Array>): Promise<Runs> {
  const runs: Runs = { lateness: [], missed: 0, failed: 0 };
  let rest = "";
  for await (const chunk of stdout.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const { level, search, lateness_ms: lateness, missed } = JSON.parse(line);
      if (lateness !== undefined) runs.lateness.push(lateness);
      else if (missed !== undefined) runs.missed += missed;
      else if (level !== "info" && search !== undefined) runs.failed++;
    }
  }
  return runs;
}

function summary(lateness: number[]): Lateness {
  lateness.sort((a, b) => a - b);
  const at = (share: number) =>
    lateness[Math.min(lateness.length - 1, Math.floor(lateness.length * share))] ?? 0;
  return {
    p50: at(0.5),
    p99: at(0.99),
    max: at(1),
    late: lateness.filter((ms) => ms > 1000).length,
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
