import type { ServiceDescription } from "../service_description.ts";

/** Whom to ask: a region of the vendor, or any address. */
export type ApiPlace =
  | { readonly kind: "region"; readonly region: string }
  | { readonly kind: "url"; readonly url: string };

/** What a starter asks, of which logs, and when. */
export interface Question {
  /** Name of the search. */
  readonly name: string;
  /** As the config has it: names or keys, separated by commas or colons. */
  readonly logs: string;
  readonly statement: string;
  readonly periodSeconds: number;
  readonly rangeSeconds: number;
}

/** Where a starter pushes. */
export interface Target {
  readonly service: ServiceDescription;
  /** Its `api_key` in `[Services]`, as the config has it; `undefined` = none. */
  readonly apiKey: string | undefined;
  /** The keys of the destination, as the config has them. */
  readonly options: Readonly<Record<string, string>>;
}

/** All that a starter file says. */
export interface Answers {
  readonly place: ApiPlace;
  /** As the config has it: best a reference, `${env:NAME}` or `${file:PATH}`. */
  readonly apiKey: string;
  /** Password of the status page; `undefined` = none, so that the page only shows. */
  readonly statusToken: string | undefined;
  readonly question: Question;
  readonly target: Target;
  /** Files beside the config that hold secrets: name to text. */
  readonly secretFiles: ReadonlyMap<string, string>;
}

/** What is known before anybody is asked; what is here is not asked. */
export interface Draft {
  readonly place?: ApiPlace | undefined;
  /** As the config has it. */
  readonly apiKey?: string | undefined;
  readonly logs?: string | undefined;
  readonly name?: string | undefined;
  readonly statement?: string | undefined;
  readonly periodSeconds?: number | undefined;
  readonly rangeSeconds?: number | undefined;
  readonly service?: ServiceDescription | undefined;
  /** The service's `api_key`, as the config has it. */
  readonly serviceKey?: string | undefined;
  readonly options: Readonly<Record<string, string>>;
}
