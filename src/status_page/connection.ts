import type { Status, StatusChange } from "../status/status.ts";

/** What a connection tells. */
export interface Listener {
  /** A whole document: at first, and after every time the connection was lost. */
  readonly status: (status: Status) => void;
  readonly change: (change: StatusChange) => void;
  readonly lost: () => void;
}

const RETRY_MS = 2_000;

/** Listens to what the daemon tells, for as long as the page is open. The browser connects again by itself. */
export function listen(listener: Listener): void {
  const events = new EventSource("/api/events");
  events.addEventListener("status", ({ data }) => listener.status(JSON.parse(data)));
  events.addEventListener("change", ({ data }) => listener.change(JSON.parse(data)));
  events.addEventListener("error", () => {
    listener.lost();
    // After an answer that is no stream, as that of a proxy, the browser gives up.
    if (events.readyState === EventSource.CLOSED) setTimeout(() => listen(listener), RETRY_MS);
  });
}
