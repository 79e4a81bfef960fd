import { type LiveUpdates, MOST_LISTENERS } from "./live_updates.ts";
import { refuse } from "./refusal.ts";

/** Answers with the events that a page listens to. */
export function answerEvents(request: Request, live: LiveUpdates): Response {
  // Compression would hold events back until there are enough of them.
  const headers = {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store, no-transform",
    "x-accel-buffering": "no",
  };
  if (request.method === "HEAD") return new Response(null, { headers });
  const stream = live.listen();
  if (stream !== undefined) return new Response(stream, { headers });
  if (live.hasEnded) {
    return refuse({ status: 503, error: "Cannot tell what changes: leexport ends" });
  }
  return refuse({
    status: 429,
    error: `Cannot tell one more page what changes: ${MOST_LISTENERS} are open`,
    hint: "close other pages, then reload this one",
    headers: { "retry-after": "10" },
  });
}
