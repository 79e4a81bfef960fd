import { fileURLToPath } from "node:url";
import { init } from "../../src/commands/init.ts";
import type { Config } from "../../src/config/config.ts";
import { drawSvg } from "../../src/draw/svg/draw_svg.ts";
import { readWidget } from "../../src/draw/widget.ts";
import { openConfig } from "../../src/engine/open_config.ts";
import { previewSearch } from "../../src/engine/preview.ts";
import { type Simulator, startSimulator } from "../../src/simulator/simulator.ts";

const ROOT = new URL("../../", import.meta.url);
const RECORDED_LOG = fileURLToPath(new URL("examples/access.log", ROOT));
/** When the questions are asked: right behind the last event of the recorded log, so that each picture comes out the same. */
const NOW = Date.parse("2026-11-24T03:11:00Z");
const SIZE = { width: 800, height: 300 } as const;
/** Services whose example config is drawn, one picture for each search. */
const SERVICES = ["dummy", "geckoboard", "hosted_graphite", "kafka"] as const;

/** A file of the documentation: its path from the root, and an SVG document. */
export type Picture = readonly [path: string, svg: string];

/**
 * Draws what the example configs push, and what the first config of a newcomer does, over the recorded log, as
 * `leexport preview --svg` draws it.
 *
 * @returns The same pictures at every call.
 */
export async function* drawPictures(): AsyncGenerator<Picture> {
  const folder = await Deno.makeTempDir({ prefix: "leexport-docs-" });
  try {
    yield* drawFirst(`${folder}/first.ini`);
    yield* drawExamples(`${folder}/example.ini`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function* drawFirst(file: string): AsyncGenerator<Picture> {
  await using api = await simulate("Own/log");
  const signal = AbortSignal.timeout(60_000);
  const given = { url: api.url, set: [] };
  await init(file, { given, mode: "complete", terminal: "no input", signal, write() {} });
  const { config } = await openConfig(file);
  for (const { svg } of await drawAll(config)) yield ["docs/first-picture.svg", svg];
}

async function* drawExamples(file: string): AsyncGenerator<Picture> {
  await using api = await simulate("Shop/access");
  for (const service of SERVICES) {
    const example = await Deno.readTextFile(new URL(`examples/${service}.ini`, ROOT));
    await Deno.writeTextFile(file, complete(example, api));
    const { config } = await openConfig(file);
    for (const { name, svg } of await drawAll(config)) {
      yield [`docs/services/${service}-${slug(name)}.svg`, svg];
    }
  }
}

function simulate(name: string): Promise<Simulator> {
  const logs = [{ name, file: RECORDED_LOG }];
  return startSimulator({ logs, replay: "as recorded", now: () => NOW });
}

/** The example as it stands, with a simulator in place of its region and made-up keys in place of its references. */
function complete(example: string, { url, apiKey }: Simulator): string {
  return example.replace("region = eu", `url = ${url}`)
    .replace("${env:LOG_SEARCH_API_KEY}", apiKey)
    .replaceAll(/\$\{[a-z]+:[^}]+\}/g, "0123456789abcdef0123456789abcdef");
}

function drawAll(config: Config): Promise<{ name: string; svg: string }[]> {
  return Promise.all(config.searches.map(async (search) => {
    const { name } = search;
    const signal = AbortSignal.timeout(60_000);
    const { destinations: [first] } = await previewSearch(config, { search, signal, now: NOW });
    if (first?.kind !== "payload") throw new Error(`"${name}" gives nothing to draw`);
    const widget = readWidget(JSON.parse(first.payload));
    return { name, svg: drawSvg(widget, { ...SIZE, scheme: "light", title: name }) };
  }));
}

function slug(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
}
