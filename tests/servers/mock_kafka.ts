/** What `librdkafka` keeps for its own tests, inside Debian's kcat: a cluster that names no controller. */
export interface MockKafka extends AsyncDisposable {
  /** `127.0.0.1:PORT` */
  readonly broker: string;
  /** Values as kcat's own consumer reads them, as they come. */
  readonly values: AsyncIterator<string>;
}

/** Says what a machine lacks for {@linkcode startMockKafka}. */
export async function missingForMockKafka(): Promise<string | undefined> {
  const command = new Deno.Command("kcat", { args: ["-V"], stdout: "null", stderr: "null" });
  const found = await command.output().then(({ success }) => success, () => false);
  return found ? undefined : "the mock cluster needs kcat: install it (apt-get install kcat)";
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
  const printed = lines(child.stderr);
  const broker = await findBroker(printed);
  const draining = drain(printed);
  const values = lines(child.stdout);
  return {
    broker,
    values,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await child.status;
      await drain(values);
      await draining;
    },
  };
}

async function findBroker(printed: AsyncIterator<string>): Promise<string> {
  for (let line = await printed.next(); !line.done; line = await printed.next()) {
    const broker = /bootstrap\.servers=([\d.:]+)/.exec(line.value)?.[1];
    if (broker !== undefined) return broker;
  }
  throw new Error("Cannot start kcat: it does not say where its cluster is");
}

async function drain(printed: AsyncIterator<string>): Promise<void> {
  while (!(await printed.next()).done);
}

async function* lines(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + chunk).split("\n");
    rest = parts.pop() ?? "";
    yield* parts;
  }
}
