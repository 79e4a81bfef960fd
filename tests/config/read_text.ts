import { formatProblem } from "../../src/config/format_problem.ts";
import { type LoadedConfig, readConfig } from "../../src/config/read_config.ts";
import type { Resolved } from "../../src/config/references.ts";
import type { ServiceCatalog } from "../../src/service_description.ts";
import { catalogOf } from "./catalog.ts";

/** What a config under test is read with. */
export interface ReadTextOptions {
  readonly catalog?: ServiceCatalog;
  /** What references stand for, by `kind:name`. */
  readonly references?: Readonly<Record<string, string>>;
}

/** A config as read, and its problems as a person sees them. */
export interface ReadText extends LoadedConfig {
  readonly shown: readonly string[];
}

/** Reads a config as if it were `/etc/leexport/config.ini`. */
export async function readText(
  text: string,
  { catalog = catalogOf(), references = {} }: ReadTextOptions = {},
): Promise<ReadText> {
  const loaded = await readConfig(text, {
    file: "config.ini",
    folder: "/etc/leexport",
    openCatalog: () => Promise.resolve(catalog),
    resolve: ({ kind, name }): Promise<Resolved> => {
      const text = references[`${kind}:${name}`];
      return Promise.resolve(
        text === undefined ? { found: `${kind} ${name} is missing`, hint: "set it" } : { text },
      );
    },
  });
  return { ...loaded, shown: loaded.problems.map(formatProblem) };
}

/** What a search is unless its file says otherwise. */
export const SLIDING = {
  windows: "sliding",
  delaySeconds: 0,
  catchUp: "each",
  catchUpLimitSeconds: 86_400,
} as const;

/** What a destination is unless its file says otherwise. */
export const DELIVERY = {
  onUnknown: "repeat",
  expireAfterSeconds: undefined,
  outboxLimit: { payloads: 10_000, bytes: 64 * 1024 * 1024, whenFull: "wait" },
} as const;

/** A good `[LE]`, in the first two lines. */
export const LE = "[LE]\n  x_api_key = le-key\n";
export const LOG = "0c2f8f6e-1111-4a3b-9c77-5d8f6a1b2c3d";

/** A search whose query is good; its destination is `lines`. */
export function searchText(
  lines: string,
  { name = "errors", statement = "calculate(count)" }: {
    readonly name?: string;
    readonly statement?: string;
  } = {},
): string {
  return `  [[${name}]]
    [[[query]]]
      logs = ${LOG}
      statement = ${statement}
      query_period = 60
      query_range = 3600
    [[[destination]]]
${lines.replace(/^/gm, "      ")}
`;
}

/** A whole good file but for what is given: the search's destination begins in line 11. */
export function fileText(
  lines: string,
  options: { readonly name?: string; readonly statement?: string } = {},
): string {
  return `${LE}[Searches]\n${searchText(lines, options)}`;
}
