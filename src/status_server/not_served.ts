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
export function nothingThere({ method, url }: Request): Refusal {
  return {
    status: 404,
    error: `Cannot ${method} ${new URL(url).pathname.slice(0, 300)}: nothing is there`,
    hint: "open / for the status page, /api/status for the document, /metrics for the metrics",
  };
}
