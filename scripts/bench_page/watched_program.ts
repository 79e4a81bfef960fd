import { fileURLToPath } from "node:url";
import type { Surroundings } from "../bench/surroundings.ts";
import { programCommand } from "../program_command.ts";

/** The real program as a process of its own, so that what it uses can be told from what the browser uses. */
export interface WatchedProgram extends AsyncDisposable {
  /** Address of its status page. */
  readonly url: string;
  readonly pid: number;
}

/** How much it is asked to do. */
export interface WatchedLoad {
  readonly searches: number;
  readonly periodSeconds: number;
}

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Starts it, and waits until it serves its page. */
export async function startWatchedProgram(
  surroundings: Surroundings,
  load: WatchedLoad,
): Promise<WatchedProgram> {
  const folder = await Deno.makeTempDir({ dir: ROOT, prefix: ".bench-page-" });
  await Deno.writeTextFile(`${folder}/config.ini`, configText(surroundings, load));
  const { command, args } = programCommand(["start", "-c", `${folder}/config.ini`]);
  const child = new Deno.Command(command, {
    args,
    stdout: "piped",
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream());
  const url = await addressIn(lines);
  const reading = lines.pipeTo(new WritableStream());
  return {
    url,
    pid: child.pid,
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await Promise.all([child.status, reading]);
      await Deno.remove(folder, { recursive: true });
    },
  };
}

async function addressIn(lines: ReadableStream<string>): Promise<string> {
  let text = "";
  for await (const chunk of lines.values({ preventCancel: true })) {
    text += chunk;
    const address = /status page at (http:\S+)/.exec(text)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error(`the program ended before it served its page:\n${text}`);
}

function configText(surroundings: Surroundings, { searches, periodSeconds }: WatchedLoad): string {
  const search = (_: unknown, index: number) =>
    `[[search ${index}]]
[[[query]]]
logs = ${surroundings.log}
statement = where(status>=400 AND status<1${index}) calculate(count) timeslice(10)
query_period = ${periodSeconds}
query_range = 600
[[[destination]]]
service = geckoboard
push_url = ${surroundings.destination}/v1/send/${index}
widget_type = line_chart
name = errors
`;
  return `[LE]
x_api_key = ${surroundings.apiKey}
url = ${surroundings.api}
[Leexport]
status_address = 127.0.0.1:0
state_dir = state
[Services]
[[geckoboard]]
api_key = 0123456789abcdef0123456789abcdef
[Searches]
${Array.from({ length: searches }, search).join("")}`;
}
