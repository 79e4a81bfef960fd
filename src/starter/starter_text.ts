import {
  DESTINATION_KEYS,
  LOG_SEARCH_KEYS,
  PROCESS_KEYS,
  QUERY_KEYS,
  SECTIONS,
} from "../config/schema.ts";
import { SERVICE_KEYS } from "../config/service_keys.ts";
import type { KeyTable } from "../key.ts";
import type { Answers, ApiPlace, Question, Target } from "./answers.ts";
import { comment, sectionLines } from "./section_lines.ts";
import { writeName } from "./written_text.ts";

const INTRODUCTION = [
  "Whom leexport asks ([LE]), how it logs in to where answers go ([Services]), and what it asks " +
  "([Searches]).",
  "A key behind # is left out; it shows what then holds, or … where nothing does. " +
  "Take the # away to set it.",
  "${env:NAME}, ${file:PATH} and ${credential:NAME} take a key from the environment, a file or " +
  "systemd, so that it need not stand here.",
];
/** Names of one key from older files. */
const OLDER_KEYS = ["rw_api_key", "ro_api_key"];

/**
 * Writes the config file that answers make. Every key is explained, also those that are left out; the words are those
 * of the keys' declarations.
 *
 * @param answers What a person, or nobody, has answered.
 * @returns The file's text.
 * @throws {LeexportError} If a text cannot be written in the dialect of config files.
 */
export function starterText(answers: Answers): string {
  const { target } = answers;
  return [
    ...INTRODUCTION.flatMap((line) => comment(line, "")),
    "",
    ...logSearchLines(answers),
    "",
    ...processLines(answers),
    ...serviceLines(target),
    "",
    "[Searches]",
    ...searchLines(answers.question),
    ...destinationLines(target),
    "",
  ].join("\n");
}

function logSearchLines({ place, apiKey }: Answers): string[] {
  const values = { x_api_key: apiKey, ...placeValues(place) };
  const other = place.kind === "region" ? "url" : "region";
  return [
    ...heading("[LE]"),
    "[LE]",
    ...sectionLines(LOG_SEARCH_KEYS, { values, hidden: [...OLDER_KEYS, other], indent: "    " }),
  ];
}

function placeValues(place: ApiPlace): Readonly<Record<string, string>> {
  return place.kind === "region" ? { region: place.region } : { url: place.url };
}

function processLines({ statusToken }: Answers): string[] {
  const values = statusToken === undefined ? {} : { status_token: statusToken };
  return [
    ...heading("[Leexport]"),
    "[Leexport]",
    ...sectionLines(PROCESS_KEYS, { values, indent: "    " }),
  ];
}

function serviceLines({ service, apiKey }: Target): string[] {
  if (apiKey === undefined) return [];
  const section = { values: { api_key: apiKey }, indent: "        " };
  return [
    "",
    ...heading("[Services] [[…]]"),
    "[Services]",
    `    [[${writeName(service.name)}]]`,
    ...sectionLines(SERVICE_KEYS, section),
  ];
}

function searchLines(
  { name, logs, statement, periodSeconds, rangeSeconds }: Question,
): string[] {
  const values = {
    logs,
    statement,
    query_period: String(periodSeconds),
    query_range: String(rangeSeconds),
  };
  return [
    `    [[${writeName(name)}]]`,
    ...heading("[Searches] [[…]] [[[query]]]", "        "),
    "        [[[query]]]",
    ...sectionLines(QUERY_KEYS, { values, indent: "            " }),
  ];
}

function destinationLines({ service, options }: Target): string[] {
  const { service: name, ...delivery } = DESTINATION_KEYS;
  const keys: KeyTable = { service: name, ...service.keys, ...delivery };
  const values = { service: service.name, ...options };
  return [
    "",
    ...heading("[Searches] [[…]] [[[destination]]]", "        "),
    "        [[[destination]]]",
    ...sectionLines(keys, { values, indent: "            " }),
  ];
}

/** What the declaration says of a section. */
function heading(header: string, indent = ""): string[] {
  const help = SECTIONS.find((section) => section.header === header)?.help;
  return help === undefined ? [] : comment(help, indent);
}
