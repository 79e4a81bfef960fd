/** One search of a config under test; what is left out is sensible. */
export interface SearchText {
  readonly name: string;
  readonly statement?: string;
  readonly period?: number;
  readonly range?: number;
  /** Where the payload goes. */
  readonly pushUrl: string;
}

export const API_KEY = "0a1b2c3d-log-search-key";
export const GECKOBOARD_KEY = "9f8e7d6c5b4a39281706f5e4d3c2b1a0";
export const LOG_KEY = "0c2f8f6e-1111-4a3b-9c77-5d8f6a1b2c3d";

/**
 * Writes a config file: every search draws a line chart.
 *
 * @param api Address of the log search API.
 */
export function configText(api: string, searches: readonly SearchText[]): string {
  const head = `[LE]
    x_api_key = ${API_KEY}
    url = ${api}
[Services]
    [[geckoboard]]
        api_key = ${GECKOBOARD_KEY}
[Searches]
`;
  return `${head}${searches.map(searchText).join("")}[Leexport]\n    status_address = none\n`;
}

function searchText({ name, statement, period = 3600, range = 600, pushUrl }: SearchText): string {
  return `    [[${name}]]
        [[[query]]]
            logs = ${LOG_KEY}
            statement = ${statement ?? `where(${name}) calculate(count)`}
            query_period = ${period}
            query_range = ${range}
        [[[destination]]]
            service = geckoboard
            push_url = ${pushUrl}
            widget_type = line_chart
            name = ${name}
`;
}

/** A config file in a folder of its own, removed when disposed of. */
export interface ConfigFile extends AsyncDisposable {
  readonly path: string;
  readonly folder: string;
  /** Replaces the file as editors do: a new file is renamed over it. */
  replace(text: string): Promise<void>;
}

/** Writes a config file for one test. */
export async function writeConfig(text: string): Promise<ConfigFile> {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/config.ini`;
  await Deno.writeTextFile(path, text);
  return {
    path,
    folder,
    async replace(text) {
      await Deno.writeTextFile(`${path}.new`, text);
      await Deno.rename(`${path}.new`, path);
    },
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}
