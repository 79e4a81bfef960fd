/**
 * What of an address must not be seen: a password, the values of a query, and parts of the path that are keys, as in
 * `https://push.geckoboard.com/v1/send/<key of the widget>`.
 *
 * @module
 */

const MASK = "[secret]";
const SHORTEST_KEY = 12;
const LONGEST_WORD = 24;
const SHORTEST_NAMED_KEY = 4;
const KEY_NAME_REGEXP = /key|token|secret|pass|pwd|sig|auth|credential/i;

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
 * Lists the secrets inside an address: the user name, the password, and what looks like a key or is named like one.
 *
 * @param address An absolute address.
 * @returns Each secret as it is written there and, if that is another text, as it is meant.
 */
export function secretsInUrl(address: string): string[] {
  const url = URL.parse(address);
  if (url === null) return [];
  const query = url.search.slice(1).split("&").map((pair) => /^([^=]*)=?(.*)$/.exec(pair) ?? []);
  const written = [
    url.username,
    url.password,
    ...url.pathname.split("/").filter(looksLikeKey),
    ...query.flatMap(([, name = "", value = ""]) => isKey(name, value) ? [value] : []),
    ...[url.hash.slice(1)].filter(looksLikeKey),
  ];
  const texts = written.flatMap((part) => [part, meaningOf(part)]);
  return [...new Set(texts)].filter((part) => part !== "");
}

/** Whether a value of a query is a key, by its name or by its look. */
function isKey(name: string, value: string): boolean {
  return looksLikeKey(value) || (value.length >= SHORTEST_NAMED_KEY && KEY_NAME_REGEXP.test(name));
}

/** What a part of an address stands for: `a%2Fb` for `a/b`. */
function meaningOf(part: string): string {
  const [[, value] = ["", part]] = new URLSearchParams(`_=${part.replaceAll("&", "%26")}`);
  return value;
}
