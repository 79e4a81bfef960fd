import { REGIONS } from "./schema.ts";

const VENDORS_HOST_REGEXP = /\.(?:insight\.rapid7|logentries)\.com$/;

/** Gives the address of the log search API in a region, such as `eu`. */
export function regionAddress(region: string): string {
  return `https://${region}.rest.logs.insight.rapid7.com`;
}

/**
 * Lists where else a key of the vendor's might belong.
 *
 * @param url The address where it was refused.
 * @returns Addresses by region, without this one; none if the address is not the vendor's: a key of somebody else's API
 * is no business of the vendor's.
 */
export function otherRegions(url: string): ReadonlyMap<string, string> {
  if (!VENDORS_HOST_REGEXP.test(new URL(url).hostname)) return new Map();
  const regions = REGIONS.map((region) => [region, regionAddress(region)] as const);
  return new Map(regions.filter(([, address]) => address !== url));
}
