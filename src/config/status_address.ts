import { isAbsolute, resolve } from "node:path";
import type { StatusAddress } from "./config.ts";

const HOST_PORT_REGEXP =
  /^(?:\[(?<six>[0-9a-fA-F:.]+)\]|(?<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)):(?<port>\d{1,5})$/;

/**
 * Reads `host:port`, `[::1]:port`, `unix:/path` or `none`.
 *
 * @param folder Folder at which a relative path begins.
 * @returns `undefined` if the text is none of them.
 */
export function readStatusAddress(text: string, folder: string): StatusAddress | undefined {
  if (text === "none") return { kind: "none" };
  if (text.startsWith("unix:")) {
    const path = text.slice("unix:".length);
    if (path === "") return undefined;
    return { kind: "unix", path: isAbsolute(path) ? path : resolve(folder, path) };
  }
  const { six, name, port } = HOST_PORT_REGEXP.exec(text)?.groups ?? {};
  const hostname = six ?? name;
  if (hostname === undefined || Number(port) > 65_535) return undefined;
  return { kind: "tcp", hostname, port: Number(port) };
}

/** An address that something is served at. */
export type ServedAddress = Exclude<StatusAddress, { readonly kind: "none" }>;

/** Words an address as a config does. */
export function addressText(address: ServedAddress): string {
  if (address.kind === "unix") return `unix:${address.path}`;
  const { hostname, port } = address;
  return hostname.includes(":") ? `[${hostname}]:${port}` : `${hostname}:${port}`;
}

/** Whether only this machine can reach an address. */
export function isLoopback(address: StatusAddress): boolean {
  if (address.kind !== "tcp") return true;
  const { hostname } = address;
  return hostname === "localhost" || hostname === "::1" || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
