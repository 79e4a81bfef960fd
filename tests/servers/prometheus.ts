import { printedLines } from "./printed_lines.ts";
import { canRun } from "./requirement.ts";

/** One series, as the query API of Prometheus gives it. */
export interface FoundSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Debian's Prometheus, which reads the metrics of one address every second. */
export interface Prometheus extends AsyncDisposable {
  /** Evaluates an expression of its query language, now. */
  query(expression: string): Promise<readonly FoundSeries[]>;
  /** What its latest readings complained of; `""` for each address that it could read. */
  complaints(): Promise<readonly string[]>;
}

const LISTENING_REGEXP = /msg="Listening on" address=(\S+)/;

/** Says what a machine lacks for {@linkcode startPrometheus}. */
export async function missingForPrometheus(): Promise<string | undefined> {
  for (const tool of ["prometheus", "promtool"]) {
    if (await canRun(tool, ["--version"])) continue;
    return "Metrics need Prometheus: install it (apt-get install prometheus)";
  }
  return undefined;
}

/**
 * Starts a node on a free loopback port, in a folder of its own.
 *
 * @param target `host:port` whose `/metrics` it reads.
 */
export async function startPrometheus(target: string): Promise<Prometheus> {
  const folder = await Deno.makeTempDir({ prefix: "leexport-prometheus-" });
  const config = `${folder}/prometheus.yml`;
  await Deno.writeTextFile(config, configText(target));
  const child = launch(folder, config);
  const printed = printedLines(child.stderr);
  let host: string | undefined;
  let isReady = false;
  // Either line may come first.
  await printed.until((line) => {
    host ??= LISTENING_REGEXP.exec(line)?.[1];
    isReady ||= line.includes("Server is ready to receive web requests");
    return isReady && host !== undefined;
  });
  return {
    query: (expression) => query(`http://${host}`, expression),
    complaints: () => complaints(`http://${host}`),
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await Promise.all([child.status, printed.ended]);
      await Deno.remove(folder, { recursive: true });
    },
  };
}

function configText(target: string): string {
  return `global:
  scrape_interval: 1s
scrape_configs:
  - job_name: leexport
    static_configs:
      - targets: ["${target}"]
`;
}

function launch(folder: string, config: string): Deno.ChildProcess {
  return new Deno.Command("prometheus", {
    args: [
      `--config.file=${config}`,
      `--storage.tsdb.path=${folder}/data`,
      "--web.listen-address=127.0.0.1:0",
    ],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
}

async function query(url: string, expression: string): Promise<readonly FoundSeries[]> {
  const response = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(expression)}`);
  const answer = await response.json();
  if (answer.status !== "success") throw new Error(`${expression}: ${answer.error}`);
  const found: { metric: Record<string, string>; value: [number, string] }[] = answer.data.result;
  return found.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
}

async function complaints(url: string): Promise<readonly string[]> {
  const response = await fetch(`${url}/api/v1/targets`);
  const { data }: { data: { activeTargets: { lastError: string }[] } } = await response.json();
  return data.activeTargets.map(({ lastError }) => lastError);
}
