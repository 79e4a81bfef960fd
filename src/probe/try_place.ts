import { connect } from "./connect.ts";
import type { Finding } from "./finding.ts";
import type { Place } from "./places.ts";
import { whyUnreachable } from "./why_unreachable.ts";

/**
 * Tries whether a place can be reached, without pushing anything.
 *
 * @param options.deadlineMs How long the connection may take, its TLS handshake included.
 */
export async function tryPlace(
  place: Place,
  options: { readonly deadlineMs: number },
): Promise<Finding> {
  const { host: tried, line, tls } = place;
  try {
    await connect(place, options);
  } catch (error) {
    return { tried, outcome: "failed", line, ...whyUnreachable(error, place, options) };
  }
  const certificate = tls === undefined ? "" : ", its certificate is good";
  return { tried, outcome: "ok", found: `takes connections${certificate}`, line };
}
