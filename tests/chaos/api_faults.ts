import { cutOff, drip, drop, json, type RawAnswer, reply } from "../servers/raw_http_server.ts";

/** What can go wrong with a query, and how often beside 100 that go well. */
export const API_FAULTS = {
  none: 100,
  "refused for a while": 1,
  "reset before the body": 2,
  "reset in the body": 2,
  "reset after the body": 2,
  "429": 1,
  "500": 2,
  "502 with HTML": 2,
  "truncated JSON": 2,
  "malformed JSON": 2,
  silence: 1,
  "slow drip": 1,
  "expired continuation": 2,
  "accepted, running": 3,
  "200, but running": 3,
};

/** What went wrong with a query. */
export type ApiFault = keyof typeof API_FAULTS;

/** Queries that have to be polled: the status of their first answer, and how often; at 0 the link is dead at once. */
export const POLLED: Partial<
  Record<ApiFault, { readonly status: number; readonly polls: number }>
> = {
  "expired continuation": { status: 202, polls: 0 },
  "accepted, running": { status: 202, polls: 1 },
  "200, but running": { status: 200, polls: 2 },
};

const DRIP_MS = 3;

/**
 * Makes the answer that a fault leaves of a good one.
 *
 * @param body The good answer.
 * @param options.headers Of every answer that has any.
 */
export function spoiled(
  body: string,
  { fault, headers }: {
    readonly fault: ApiFault;
    readonly headers: Readonly<Record<string, string>>;
  },
): RawAnswer {
  switch (fault) {
    case "reset in the body":
      return cutOff(body, { headers, bytes: 100, end: "reset" });
    case "reset after the body":
      return cutOff(body, { headers, bytes: body.length, end: "reset" });
    case "429": {
      const asked = { "retry-after": String(body.length % 2) };
      return reply("API rate limit exceeded", { status: 429, headers: { ...headers, ...asked } });
    }
    case "500":
      return json({ message: "HTTP 500 Internal Server Error" }, { status: 500, headers });
    case "502 with HTML":
      return reply("<html><title>502 Bad Gateway</title></html>", { status: 502, headers });
    case "truncated JSON":
      return reply(body.slice(0, -20), { headers });
    case "malformed JSON":
      return reply(`${body.slice(0, 40)},,${body.slice(40)}`, { headers });
    case "slow drip":
      return drip(body, { headers, everyMs: DRIP_MS });
    case "none":
      return reply(body, { headers });
    default:
      return drop("reset");
  }
}
