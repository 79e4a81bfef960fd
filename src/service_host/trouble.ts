import { type CallProgress, ServiceError, type ServiceFault } from "../errors.ts";
import { IMPORT_RULE } from "./import_rules.ts";
import type { Failure } from "./messages.ts";

/** What went wrong with a module, apart from what was wanted of it at that moment. */
export interface Trouble {
  readonly fault: ServiceFault;
  /** A sentence about "it", the module, without a full stop. */
  readonly reason: string;
  readonly hint?: string | undefined;
}

/**
 * Makes the error of a module that cannot be loaded: it stands alone.
 *
 * @param trouble What went wrong.
 * @param service Name of the service.
 */
export function loadError({ fault, reason, hint }: Trouble, service: string): ServiceError {
  return new ServiceError(`Cannot load service "${service}": ${reason}`, { fault, hint });
}

/**
 * Makes the error that the caller of a module at work gets: whoever tells it says first what was not done.
 *
 * @param trouble What went wrong.
 * @param options.service Name of the service.
 * @param options.progress How far the call came; default `called`.
 */
export function troubleError(
  { fault, reason, hint }: Trouble,
  { service, progress = "called" }: {
    readonly service: string;
    readonly progress?: CallProgress;
  },
): ServiceError {
  const found = reason.startsWith("it ") ? reason.slice("it".length) : `: ${reason}`;
  return new ServiceError(`service "${service}"${found}`, { fault, hint, progress });
}

/** How a denied wish is told, by kind of permission. */
const WANTED: Readonly<Record<string, (target: string) => string>> = {
  net: (target) => `to reach ${target}`,
  read: (target) => `to read "${target}"`,
  write: (target) => `to write "${target}"`,
  env: (target) => `to know the environment variable "${target}"`,
  run: (target) => `to run "${target}"`,
  ffi: (target) => `to load the library "${target}"`,
  sys: (target) => `to know "${target}" of the system`,
  import: (target) => `to import "${target}"`,
};

/**
 * Translates what a module did wrong; nobody is ever told to pass a flag to the runtime.
 *
 * @param failure What came out of the sandbox.
 * @param options.service Name of the service, for the hint.
 * @param options.fault What to call it if it is no denial.
 */
export function troubleOf(
  failure: Failure,
  { service, fault }: { readonly service: string; readonly fault: "load" | "crash" },
): Trouble {
  if (failure.kind === "fault") {
    const { message, at } = failure;
    return { fault, reason: at === undefined ? message : `${message} (${at})` };
  }
  const { access, target } = failure;
  const known = target === "" ? undefined : WANTED[access]?.(target);
  const wanted = known ?? `to use access of the kind "${access}"`;
  return {
    fault: "denied",
    reason: `it wanted ${wanted}, which it may not`,
    hint: denialHint(failure, service),
  };
}

function denialHint(
  { access, target }: { readonly access: string; readonly target: string },
  service: string,
): string {
  if (access === "net") {
    const host = /:\d+$/.test(target) ? target : `${target}:PORT`;
    return `add ${host} to allow_net of [[${service}]] if it may go there`;
  }
  if (access === "import") return `write the module as one file; it may import ${IMPORT_RULE}`;
  if (access === "read") return "name the file in a key of type file if the module may read it";
  return "a service module may reach the hosts that its keys name, and nothing else";
}
