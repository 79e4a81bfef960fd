import { Secret } from "../secret.ts";
import { suggest } from "../suggest.ts";
import type { LogSearchConfig } from "./config.ts";
import type { IniSection, IniValue, Position } from "./ini/section.ts";
import { isPlaceholder, oneOf } from "./read_value.ts";
import { noteUnknown, type ReadSection, readSection } from "./read_section.ts";
import { regionAddress } from "./region_address.ts";
import { LOG_SEARCH_KEYS, REGIONS } from "./schema.ts";
import type { ReadContext } from "./written_value.ts";

/** In the order in which they count. */
const API_KEYS = ["x_api_key", "rw_api_key", "ro_api_key"] as const;
const WRITE_KEY =
  "write x_api_key = … with the key itself, or ${env:NAME}, ${file:PATH} or ${credential:NAME}";

/**
 * Reads `[LE]`.
 *
 * @returns `undefined` if the API cannot be asked; the problems have been noted.
 */
export function readLogSearch(
  section: IniSection,
  { used, context }: { readonly used: ReadonlySet<IniValue>; readonly context: ReadContext },
): LogSearchConfig | undefined {
  noteUnknown(section, {
    label: "[LE]",
    keys: Object.keys(LOG_SEARCH_KEYS),
    severity: "warning",
    why: "it is not known",
    used,
    context,
  });
  const apiKey = readApiKey(section, context);
  const { x_api_key: _x, rw_api_key: _rw, ro_api_key: _ro, ...others } = LOG_SEARCH_KEYS;
  const read = readSection(section, others, { label: "[LE]", references: "replaced", context });
  const url = readAddress(section, { read, context });
  return apiKey === undefined || url === undefined
    ? undefined
    : { url, apiKey, rateLimit: read.integer("rate_limit"), line: addressLine(section) };
}

function readApiKey(section: IniSection, context: ReadContext): Secret | undefined {
  let unusable: { readonly at: Position; readonly found: string } | undefined;
  for (const name of API_KEYS) {
    const value = section.value(name);
    if (value === undefined) continue;
    if (value.style !== "broken" && isPlaceholder(value.text)) {
      unusable ??= { at: value.textAt, found: `${name} is still a placeholder` };
      continue;
    }
    const keys = { [name]: LOG_SEARCH_KEYS[name] };
    const read = readSection(section, keys, { label: "[LE]", references: "replaced", context });
    const text = read.text(name)?.trim();
    if (text === undefined) return undefined;
    if (text === "") unusable ??= { at: value.textAt, found: `${name} is empty` };
    else if (/^[\x21-\x7e]+$/.test(text)) return new Secret(text);
    else {
      const message = `Cannot use ${name} of [LE]: it holds a blank or a sign that no key has`;
      context.problems.error(value.textAt, message, "write the key as the vendor shows it");
      return undefined;
    }
  }
  if (unusable === undefined && section.damaged) return undefined;
  const { at, found } = unusable ?? { at: section, found: "[LE] holds no API key" };
  context.problems.error(at, `Cannot ask the log search API: ${found}`, WRITE_KEY);
  return undefined;
}

function addressLine(section: IniSection): number {
  return (section.value("region") ?? section.value("url") ?? section).line;
}

function readAddress(
  section: IniSection,
  { read, context }: { readonly read: ReadSection; readonly context: ReadContext },
): string | undefined {
  const region = section.value("region");
  const address = section.value("url");
  const regionText = read.text("region")?.trim();
  if (region !== undefined && regionText === undefined) return undefined;
  if (region === undefined || regionText === undefined || regionText === "") {
    const url = read.text("url");
    return url === undefined
      ? undefined
      : readUrl(url, { at: address?.textAt ?? section, context });
  }
  if (address !== undefined) {
    const message = "Cannot use region and url of [LE] together: each names an address";
    context.problems.error(region, message, "remove one of the two");
    return undefined;
  }
  return readRegion(regionText.toLowerCase(), { at: region.textAt, context });
}

function readRegion(
  region: string,
  { at, context }: { readonly at: Position; readonly context: ReadContext },
): string | undefined {
  const meant = suggest(region, REGIONS);
  const hint = meant === undefined ? `write ${oneOf(REGIONS)}` : `did you mean "${meant}"?`;
  if (!/^[a-z0-9-]+$/.test(region)) {
    const message = "Cannot read region of [LE]: it is no code of a region";
    context.problems.error(at, message, hint);
    return undefined;
  }
  if (!REGIONS.includes(region)) {
    const message =
      `Cannot tell whether region "${region}" of [LE] exists: it is none of those known`;
    context.problems.warn(at, message, hint);
  }
  return regionAddress(region);
}

function readUrl(
  text: string,
  { at, context }: { readonly at: Position; readonly context: ReadContext },
): string | undefined {
  const url = new URL(text);
  const found = url.protocol !== "https:" && !isLoopback(url.hostname)
    ? "the API key would travel unencrypted"
    : url.username !== "" || url.password !== ""
    ? "it holds a user name or a password"
    : url.search !== "" || url.hash !== ""
    ? "it holds a ? or #"
    : undefined;
  if (found === undefined) return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
  const hint = url.protocol === "https:"
    ? "write https://host, perhaps with a path"
    : "write https://; http:// is for addresses of this machine only";
  context.problems.error(at, `Cannot use url of [LE]: ${found}`, hint);
  return undefined;
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
