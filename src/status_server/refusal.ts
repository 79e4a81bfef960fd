import { json } from "./write_answer.ts";

/** Why a request is not done. */
export interface Refusal {
  readonly status: number;
  /** `Cannot <do what>: <what was found>`, without a full stop. */
  readonly error: string;
  /** What to do, as an imperative sentence without a full stop. */
  readonly hint?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers with what could not be done: `{ "error": "Cannot …", "hint": "…" }`. */
export function refuse({ status, error, hint, headers = {} }: Refusal): Response {
  return json({ error, hint }, { status, headers });
}
