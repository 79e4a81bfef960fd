import { isIP } from "node:net";
import type { Refusal } from "./refusal.ts";

const HOST_REGEXP = /^(?:\[(?<six>[0-9a-f:.]+)\]|(?<name>[a-z0-9._-]+))(?::\d{1,5})?$/;

/** By what name a request calls the server: name or address, with the port if it is given; in lower case. */
export function calledHost(request: Request): string {
  return (request.headers.get("host") ?? new URL(request.url).host).toLowerCase();
}

/**
 * Refuses requests that call the server by a name that is not its own. Somebody who makes a name of theirs lead here
 * (DNS rebinding) could otherwise let a visitor's browser read the status for them.
 *
 * @param host What {@linkcode calledHost} gave.
 * @param hosts Names that are the server's own, in lower case, besides `localhost` and addresses.
 */
export function refusalOfHost(host: string, hosts: readonly string[]): Refusal | undefined {
  const { six, name } = HOST_REGEXP.exec(host)?.groups ?? {};
  if (six !== undefined && isIP(six) === 6) return undefined;
  const isOwn = name !== undefined &&
    (name === "localhost" || isIP(name) === 4 || hosts.includes(name));
  if (isOwn) return undefined;
  return {
    status: 421,
    error: `Cannot answer as ${JSON.stringify(host.slice(0, 300))}: ` +
      "it is neither an address, nor localhost, nor a name in status_hosts",
    hint: name === undefined
      ? "call the page by the address of the machine"
      : `add status_hosts = ${name} to [Leexport] if it is a name of this machine`,
  };
}
