import type { Config, SearchConfig } from "../config/config.ts";
import { searchNamed } from "../config/search_named.ts";
import type { DrawnOutput } from "../draw/drawn_output.ts";
import { cutLabel, plainLabel } from "../draw/label.ts";
import { drawPayload } from "../draw/payload.ts";
import { wrapSentence } from "../draw/sentence.ts";
import { paint, type View } from "../draw/view.ts";
import { readWidget } from "../draw/widget.ts";
import { openConfig } from "../engine/open_config.ts";
import { type Preview, type PreviewedDestination, previewSearch } from "../engine/preview.ts";
import { querySentence } from "../engine/run_log.ts";
import { LogSearchError, UsageError } from "../errors.ts";
import { configureLog } from "../log.ts";
import { listenForInterruption } from "../process/interruption.ts";
import { redactJson } from "../secret.ts";
import { withHint } from "../with_hint.ts";

/** What `leexport preview` was told; as JSON it gives `{ search, window, destinations }`. */
export interface PreviewCommand extends DrawnOutput {
  /** May be left out where the config has one search only. */
  readonly search: string | undefined;
  /** Where the first destination's picture goes; the others' names end in those of their sections. */
  readonly svg: string | undefined;
}

/**
 * Asks a search's question once and shows what would arrive at each of its destinations. Pushes and stores nothing.
 *
 * @param configFile Path of the config file.
 * @returns Exit code: 0, also if an answer does not fit a destination; 1 if there is no answer or a service failed.
 * @throws {ConfigError} If the file cannot be used.
 * @throws {UsageError} If the search is unknown, or not named among several.
 */
export async function preview(configFile: string, command: PreviewCommand): Promise<number> {
  const { config } = await openConfig(configFile);
  const search = chosen(config, command.search);
  const { logFormat: format } = config.process;
  await configureLog({ level: "warning", format, write: command.complain });
  using interruption = listenForInterruption();
  const { signal } = interruption;
  try {
    const found = await previewSearch(config, { search, signal });
    if (command.format === "json") command.write(`${asJson(search, found)}\n`);
    else {for (const line of drawn(search, found, { config, view: command.view })) {
        command.write(`${line}\n`);
      }}
    await savePictures(search, found, command);
    return found.destinations.some(({ kind }) => kind === "failed") ? 1 : 0;
  } catch (error) {
    if (signal.aborted) command.complain("interrupted: what was under way is given up\n");
    else if (error instanceof LogSearchError) {
      command.complain(`${querySentence(error, { config, search, hint: error.hint })}\n`);
    } else throw error;
    return 1;
  }
}

function chosen(config: Config, name: string | undefined): SearchConfig {
  if (name !== undefined) return searchNamed(config, { name, verb: "preview" });
  const [only, ...others] = config.searches;
  if (only !== undefined && others.length === 0) return only;
  const { length } = config.searches;
  throw new UsageError(`Cannot preview: ${config.file} has ${length} searches, none is named`, {
    hint: `write leexport preview -c ${config.file} "${only?.name ?? ""}"`,
  });
}

function* drawn(
  search: SearchConfig,
  { window, queryMs, destinations }: Preview,
  { config, view }: { readonly config: Config; readonly view: View },
): Generator<string> {
  const head = `search "${search.name}" asks ${search.logs.join(", ")}`;
  for (const line of wrapSentence(head, view)) yield paint(line, { tone: "strong", view });
  const [from, to] = [window.from, window.to].map((time) =>
    new Date(time).toISOString().replace(/\.\d+Z$/, "Z")
  );
  for (const line of [`from ${from}`, `to   ${to}`, `answered in ${seconds(queryMs)} s`]) {
    yield paint(line, { tone: "faint", view });
  }
  for (const previewed of destinations) {
    const { name, service } = previewed.destination;
    const head = cutLabel(plainLabel(`[[[${name}]]] ${service}`), view.width);
    yield "";
    yield paint(head, { tone: "strong", view });
    yield* drawnDestination(previewed, { file: config.file, view });
  }
  yield "";
  yield paint("nothing was pushed", { tone: "faint", view });
}

function drawnDestination(
  previewed: PreviewedDestination,
  { file, view }: { readonly file: string; readonly view: View },
): readonly string[] {
  const { width } = view;
  const { line } = previewed.destination;
  switch (previewed.kind) {
    case "payload":
      return drawPayload(JSON.parse(redactJson(previewed.payload)), view);
    case "skipped":
      return wrapSentence(`would get nothing: ${previewed.reason} (${file}:${line})`, { width });
    case "failed":
      return withHint(
        `Cannot make a payload: ${previewed.reason} (${file}:${line})`,
        previewed.hint,
      )
        .split("\n").flatMap((text, index) =>
          wrapSentence(text, { width, indent: index === 0 ? [0, 0] : [2, 2] })
        );
  }
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(2);
}

function asJson({ name: search }: SearchConfig, { window, destinations }: Preview): string {
  const shown = destinations.map(({ destination: { name, service }, ...previewed }) => {
    switch (previewed.kind) {
      case "payload":
        return { name, service, payload: JSON.parse(previewed.payload) };
      case "skipped":
        return { name, service, skipped: previewed.reason };
      case "failed":
        return { name, service, failed: previewed.reason };
    }
  });
  return JSON.stringify({ search, window, destinations: shown }, null, 2);
}

async function savePictures(
  { name: search }: SearchConfig,
  { destinations }: Preview,
  { svg, savePicture, complain }: PreviewCommand,
): Promise<void> {
  if (svg === undefined) return;
  const paths = picturePaths(svg, destinations.map(({ destination }) => destination.name));
  for (const [index, previewed] of destinations.entries()) {
    if (previewed.kind !== "payload") continue;
    const path = paths[index]!;
    const widget = readWidget(JSON.parse(redactJson(previewed.payload)));
    await savePicture(widget, { path, title: search });
    complain(`wrote ${path}\n`);
  }
}

/**
 * Names the pictures of all destinations: `errors.svg`, and for `destination_history` `errors-history.svg`; one whose
 * name an earlier one has gets a number.
 */
function picturePaths(first: string, destinations: readonly string[]): readonly string[] {
  const [, stem = first, ending = ""] = /^(.*?)(\.[^./]*)?$/s.exec(first) ?? [];
  const paths = new Set([first]);
  for (const destination of destinations.slice(1)) {
    const suffix = destination.replace(/^destination_?/, "").replaceAll(/[^\w.-]+/g, "_");
    let path = `${stem}-${suffix}${ending}`;
    for (let number = 2; paths.has(path); number++) path = `${stem}-${suffix}-${number}${ending}`;
    paths.add(path);
  }
  return [...paths];
}
