import { type PrintedLines, printedLines } from "./printed_lines.ts";
import { canRun } from "./requirement.ts";

/** What `librdkafka` keeps for its own tests, inside Debian's kcat: a cluster that names no controller. */
export interface MockKafka extends AsyncDisposable {
  /** `127.0.0.1:PORT` */
  readonly broker: string;
  /** Values as kcat's own consumer reads them, one a line. */
  readonly values: PrintedLines;
  /** Once resolved, the cluster takes connections and bytes, and answers nothing. */
  pause(): Promise<void>;
}

const BROKER_REGEXP = /bootstrap\.servers=([\d.:]+)/;

/** Says what a machine lacks for {@linkcode startMockKafka}. */
export async function missingForMockKafka(): Promise<string | undefined> {
  if (await canRun("kcat", ["-V"])) return undefined;
  return "the mock cluster needs kcat: install it (apt-get install kcat)";
}

/**
 * Starts a cluster and a consumer in one process.
 *
 * @param options.topic What the consumer reads, from the start.
 */
export async function startMockKafka({ topic }: { readonly topic: string }): Promise<MockKafka> {
  const mock = ["-X", "test.mock.num.brokers=1", "-d", "mock", "-b", "unused"];
  const child = new Deno.Command("kcat", {
    args: ["-C", "-u", "-q", ...mock, "-t", topic, "-o", "beginning", "-f", "%s\n"],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const printed = printedLines(child.stderr);
  const values = printedLines(child.stdout);
  let broker = "";
  await printed.until((line) => {
    broker = BROKER_REGEXP.exec(line)?.[1] ?? "";
    return broker !== "";
  });
  return {
    broker,
    values,
    async pause() {
      child.kill("SIGSTOP");
      await untilStopped(child.pid);
    },
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await child.status;
      await Promise.all([printed.ended, values.ended]);
    },
  };
}

/** A thread that runs when the signal comes may still answer; all of them have stopped when the kernel says so. */
async function untilStopped(pid: number): Promise<void> {
  for (;;) {
    const states: string[] = [];
    for await (const { name } of Deno.readDir(`/proc/${pid}/task`)) {
      states.push(await Deno.readTextFile(`/proc/${pid}/task/${name}/status`));
    }
    if (states.every((status) => /^State:\tT/m.test(status))) return;
  }
}
