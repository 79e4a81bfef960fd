import type { SearchConfig } from "../config/config.ts";
import { labelText, type Series, seriesText } from "./metrics_text.ts";

const SETTINGS: readonly Series<SearchConfig>[] = [
  {
    name: "leexport_search_period_seconds",
    type: "gauge",
    help: "The query_period of a search.",
    read: ({ periodSeconds }) => periodSeconds,
  },
  {
    name: "leexport_search_delay_seconds",
    type: "gauge",
    help: "The delay of a search: how long after its end a window is asked about.",
    read: ({ delaySeconds }) => delaySeconds,
  },
];

/** Writes what alerts need to know of the settings of searches. */
export function configText(searches: readonly SearchConfig[]): string {
  const bySearch = searches.map((search) => ({
    labels: labelText({ search: search.name }),
    subject: search,
  }));
  return SETTINGS.map((series) => seriesText(series, bySearch)).join("");
}
