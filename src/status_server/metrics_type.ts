const OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";
const PLAIN = "text/plain; version=0.0.4; charset=utf-8";

/**
 * Says as what the metrics are sent: as OpenMetrics, which they are; but browsers, which would store that as a file, and
 * readers of the older form, which can read it, get them as text.
 *
 * @param accept Header of the request.
 */
export function metricsTypeFor(accept: string | undefined): string {
  const isOld = accept !== undefined && accept.includes("text/") &&
    !accept.includes("application/openmetrics-text");
  return isOld ? PLAIN : OPEN_METRICS;
}
