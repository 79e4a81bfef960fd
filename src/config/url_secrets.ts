/**
 * What of an address must not be seen: a password, the values of a query, and parts of the path that are keys, as in
 * `https://push.geckoboard.com/v1/send/<key of the widget>`.
 *
 * @module
 */

const MASK = "[secret]";
const SHORTEST_KEY = 12;
const LONGEST_WORD = 24;

/** Whether a part of a path looks like a key rather than like a word. */
function looksLikeKey(part: string): boolean {
  return part.length >= LONGEST_WORD || (part.length >= SHORTEST_KEY && /\d/.test(part));
}

/**
 * Shows an address without its secrets.
 *
 * @param address An absolute address.
 * @returns The address with `[secret]` in their places; `[secret]` alone if it cannot be read.
 */
export function maskUrl(address: string): string {
  const url = URL.parse(address);
  if (url === null) return MASK;
  const user = url.username === "" && url.password === "" ? "" : `${MASK}@`;
  const path = url.pathname.split("/").map((part) => looksLikeKey(part) ? MASK : part).join("/");
  const query = url.search === "" ? "" : `?${MASK}`;
  const hash = url.hash === "" ? "" : `#${MASK}`;
  return `${url.protocol}//${user}${url.host}${path}${query}${hash}`;
}

/**
 * Lists the secrets inside an address, as they are written there.
 *
 * @param address An absolute address.
 */
export function secretsInUrl(address: string): string[] {
  const url = URL.parse(address);
  if (url === null) return [];
  return [
    url.password,
    ...url.pathname.split("/").filter(looksLikeKey),
    ...[...url.searchParams.values()].filter(looksLikeKey),
  ].filter((part) => part !== "");
}
