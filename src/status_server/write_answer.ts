import { redact } from "../secret.ts";

/** What an answer may say besides its body. */
export interface AnswerOptions {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers with JSON that holds no secret. */
export function json(value: unknown, { headers, ...options }: AnswerOptions = {}): Response {
  const type = { "content-type": "application/json; charset=utf-8" };
  return text(`${JSON.stringify(value)}\n`, { ...options, headers: { ...headers, ...type } });
}

/** Answers with text that holds no secret; it is plain if the headers do not say otherwise. */
export function text(body: string, { status = 200, headers = {} }: AnswerOptions = {}): Response {
  const type = { "content-type": "text/plain; charset=utf-8" };
  return new Response(redact(body), { status, headers: { ...type, ...headers } });
}
