/** The shells that have completions. */
export const SHELLS = ["bash", "zsh", "fish"] as const;

/** A shell that has completions. */
export type Shell = (typeof SHELLS)[number];
