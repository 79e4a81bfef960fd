import { Secret } from "../secret.ts";
import type { StatusAddress, StatusConfig } from "./config.ts";
import type { IniSection } from "./ini/section.ts";
import { type ReadSection, readSection } from "./read_section.ts";
import { PROCESS_KEYS } from "./schema.ts";
import { isLoopback, readStatusAddress } from "./status_address.ts";
import type { ReadContext } from "./written_value.ts";

const SHORTEST_TOKEN = 16;
/** What a token may consist of, to stand in a header of HTTP. */
const TOKEN_REGEXP = /^[\x21-\x7e]+$/;

/**
 * Reads what `[Leexport]` says of the status page.
 *
 * @param section The section.
 * @param options.read Its keys but the token.
 */
export function readStatus(
  section: IniSection,
  { read, context }: { readonly read: ReadSection; readonly context: ReadContext },
): StatusConfig {
  const token = readToken(section, context);
  const address = readAddress(section, { read, context });
  const line = section.value("status_address")?.textAt.line;
  if (token === undefined && !isLoopback(address) && section.value("status_token") === undefined) {
    context.problems.error(
      section.value("status_address")?.textAt ?? section,
      "Cannot serve the status page beyond this machine: [Leexport] holds no status_token",
      "add status_token = …, or write status_address = 127.0.0.1:9797",
    );
  }
  const hosts = read.list("status_hosts").map((host) => host.toLowerCase());
  return { address, line, token, hosts };
}

function readAddress(
  section: IniSection,
  { read, context }: { readonly read: ReadSection; readonly context: ReadContext },
): StatusAddress {
  const text = read.text("status_address")?.trim() ?? "none";
  const address = readStatusAddress(text, context.folder);
  if (address !== undefined) return address;
  context.problems.error(
    section.value("status_address")?.textAt ?? section,
    `Cannot read status_address of [Leexport]: ${JSON.stringify(text)} is no address to serve at`,
    "write 127.0.0.1:9797, [::1]:9797, unix:/run/leexport/status.sock or none",
  );
  return { kind: "none" };
}

function readToken(section: IniSection, context: ReadContext): Secret | undefined {
  const keys = { status_token: PROCESS_KEYS.status_token };
  const label = "[Leexport]";
  const read = readSection(section, keys, { label, references: "replaced", context });
  const text = read.text("status_token")?.trim();
  if (text === undefined) return undefined;
  const fault = text.length < SHORTEST_TOKEN
    ? `it has fewer than ${SHORTEST_TOKEN} characters`
    : TOKEN_REGEXP.test(text)
    ? undefined
    : "it holds a blank or a sign that is not of ASCII";
  if (fault === undefined) return new Secret(text);
  const at = section.value("status_token")?.textAt ?? section;
  const hint = "write 16 characters or more, for instance what openssl rand -hex 16 prints";
  context.problems.error(at, `Cannot use status_token of [Leexport]: ${fault}`, hint);
  return undefined;
}
