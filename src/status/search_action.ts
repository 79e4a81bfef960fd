/** What can be done with one search; addresses of the status end so. */
export const SEARCH_ACTIONS = ["run", "pause", "resume", "retry"] as const;

/** One of {@linkcode SEARCH_ACTIONS}. */
export type SearchAction = typeof SEARCH_ACTIONS[number];
