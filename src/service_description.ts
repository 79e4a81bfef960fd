import type { AnswerShape, KeyTable } from "./key.ts";

/** What a service module says of itself; plain data, so that it can come out of a sandbox. */
export interface ServiceDescription {
  /** As `service = …` names it. */
  readonly name: string;
  readonly className: string;
  /** `shipped` with the program, or a `user`'s own from `services_dir`. */
  readonly origin: "shipped" | "user";
  /** Path of the module, for people. */
  readonly file: string;
  readonly summary: string;
  readonly keys: KeyTable;
  /** The answers the service can use; empty = any. */
  readonly accepts: readonly AnswerShape[];
}
