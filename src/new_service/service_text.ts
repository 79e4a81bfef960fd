import type { NewServiceNames } from "./name_service.ts";

/** Lines are at most this long, as the `deno.json` beside the files says to the formatter. */
export const LINE_WIDTH = 100;

/** Writes the module of a new service: whole, so that it is of use before anything is changed. */
export function serviceText({ name, className }: NewServiceNames): string {
  return `import { assertAccepted, type Delivery, type QueryResponse, Service, url } from "leexport";

/** The keys that a destination has in the config, beside service = ${name}. */
const keys = {
  push_url: url("Where values are posted"),
};

/** What waits on disk until it is pushed, perhaps for long: plain data, and no secrets. */
interface Payload {
  readonly value: number;
  readonly until: string;
}

export class ${className} extends Service<Payload, typeof keys> {
  static override readonly summary = "Posts the total of an answer as JSON";
  static override readonly keys = keys;
  static override readonly apiKey = "required";

  /** Turns an answer into a payload. It reaches nothing, and gives the same for the same answer. */
  override transform({ total, to }: QueryResponse): Payload | undefined {
    // An answer with groups has no total. The reason is logged, and nothing is pushed.
    if (total === undefined) return this.skip("The answer has no total");
    return { value: total, until: new Date(to).toISOString() };
  }

  /** Hands a payload over. Returning means that it was taken. */
  override async push(payload: Payload, { id, signal }: Delivery): Promise<void> {
    const response = await fetch(this.destination.push_url, {
      method: "POST",
      headers: {
        "authorization": \`Bearer \${this.apiKey}\`,
        "content-type": "application/json",
        // The same if this payload is pushed again: the receiver can tell a repeat.
        "idempotency-key": encodeURI(id),
      },
      body: JSON.stringify(payload),
      signal,
    });
    // Throws if the payload was not taken; 429 and 503 are tried again, 4xx is given up.
    await assertAccepted(response);
  }
}
`;
}
