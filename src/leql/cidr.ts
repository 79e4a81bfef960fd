/**
 * Reads a network.
 *
 * @param text `10.0.0.0/8`, `192.168.1.7` (a single address), or the same with IPv6.
 * @returns Says of a text whether it is an address in the network; `undefined` if this is none.
 */
export function parseCidr(text: string): ((address: string) => boolean) | undefined {
  const [, base = "", width] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text.trim()) ?? [];
  const network = parseAddress(base);
  if (network === undefined) return undefined;
  const length = Number(width ?? network.bits);
  if (length > network.bits) return undefined;
  const shift = BigInt(network.bits - length);
  const wanted = network.value >> shift;
  return (address) => {
    const parsed = parseAddress(address);
    return parsed?.bits === network.bits && parsed.value >> shift === wanted;
  };
}

function parseAddress(text: string): { bits: number; value: bigint } | undefined {
  return text.includes(":") ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): { bits: number; value: bigint } | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return undefined;
  let value = 0n;
  for (const part of match.slice(1)) {
    if (Number(part) > 255) return undefined;
    value = value << 8n | BigInt(part);
  }
  return { bits: 32, value };
}

function parseIpv6(text: string): { bits: number; value: bigint } | undefined {
  const [head = "", tail, more] = text.split("::");
  if (more !== undefined) return undefined;
  const [left, right] = [head, tail ?? ""].map((part) => part === "" ? [] : part.split(":"));
  if (left === undefined || right === undefined) return undefined;
  const missing = 8 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  let value = 0n;
  for (const part of [...left, ...Array<string>(missing).fill("0"), ...right]) {
    if (!/^[0-9a-f]{1,4}$/i.test(part)) return undefined;
    value = value << 16n | BigInt(`0x${part}`);
  }
  return { bits: 128, value };
}
