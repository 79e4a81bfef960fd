/**
 * Makes a UUID out of a name: the same name always gives the same.
 *
 * @param name Any text.
 * @returns A UUID of version 5 form, lower case.
 * @see RFC 9562, section 5.5
 */
export async function stableUuid(name: string): Promise<string> {
  const bytes = new TextEncoder().encode(`leexport:${name}`);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-1", bytes)).subarray(0, 16);
  hash[6] = (hash[6] ?? 0) & 0x0f | 0x50;
  hash[8] = (hash[8] ?? 0) & 0x3f | 0x80;
  return hash.toHex().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
