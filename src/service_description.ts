import type { AnswerShape, ApiKeyUse, KeyTable } from "./key.ts";

/** The text of a user's module, read once and vetted: what was described is what runs. */
export interface ModuleSource {
  readonly text: string;
  /** `javascript` once its types have been taken out; `typescript` only if that was not possible. */
  readonly language: "javascript" | "typescript";
}

/** How many pushes a destination takes from one account in how much time. Only what catches up is held back by it. */
export interface PushLimit {
  readonly pushes: number;
  readonly seconds: number;
}

/** Keys of a destination that the program reads itself; no service may declare one. */
export const RESERVED_KEYS = [
  "service",
  "on_unknown",
  "expire_after",
  "outbox_limit",
  "outbox_limit_mib",
  "outbox_full",
] as const;

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
  /** Whether the service's section of `[Services]` must hold an `api_key`. */
  readonly apiKey: ApiKeyUse;
  /** How many pushes the destination is known to take; absent = not known. */
  readonly pushLimit?: PushLimit | undefined;
  /** Of a user's module; shipped ones are imported from their file. */
  readonly source?: ModuleSource;
}

/** A file in a services folder that cannot be a service, and why. */
export interface BrokenModule {
  readonly file: string;
  /** A whole sentence without a full stop. */
  readonly reason: string;
}

/** The services there are: shipped ones and those of a `services_dir`. */
export interface ServiceCatalog {
  /** Names that `service = …` may use, sorted. */
  readonly names: readonly string[];
  /** Files that break a rule; the others work. */
  readonly broken: readonly BrokenModule[];

  /**
   * Asks a module what it is; a user's own is loaded in a sandbox that may reach nothing. Asked once, then remembered.
   *
   * @param name One of {@linkcode ServiceCatalog.names}.
   * @throws {ServiceError} If the module cannot be loaded or breaks a rule.
   */
  describe(name: string): Promise<ServiceDescription>;
}
