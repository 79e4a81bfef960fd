import type { Refusal } from "./refusal.ts";

const METHODS: readonly string[] = ["GET", "HEAD", "POST"];

/** Refuses methods that nothing here has. */
export function refusalOfMethod({ method }: Request): Refusal | undefined {
  if (METHODS.includes(method)) return undefined;
  return {
    status: 405,
    error: `Cannot ${method}: only GET, HEAD and POST are understood`,
    headers: { allow: METHODS.join(", ") },
  };
}

/** Says that nothing is where a request looked. */
export function nothingThere(request: Request): Refusal {
  return {
    status: 404,
    error: `Cannot ${request.method} ${pathAsSent(request).slice(0, 300)}: nothing is there`,
    hint: "open / for the status page, /api/status for the document, /metrics for the metrics",
  };
}

/** The path of a request as it was sent: a name in it is decoded once, so that it may hold `/` and `%`. */
export function pathAsSent({ url }: Request): string {
  const start = url.indexOf("/", url.indexOf("://") + 3);
  return start < 0 ? "/" : url.slice(start).replace(/[?#].*$/s, "");
}
