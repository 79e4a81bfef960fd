/** What one try gave. */
export interface Finding {
  /** What was tried: `API key`, `log Production/nginx`, `push.geckoboard.com:443`. */
  readonly tried: string;
  /** `untried`: something else that failed was in the way. */
  readonly outcome: "ok" | "failed" | "untried";
  /** What was found, without a full stop; may be empty where all is well. */
  readonly found: string;
  /** What to do, as an imperative sentence. */
  readonly hint?: string | undefined;
  /** Line of the config that it is about. */
  readonly line: number;
}
