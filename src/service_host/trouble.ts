import { ServiceError, type ServiceFault } from "../errors.ts";
import { IMPORT_RULE } from "./import_rules.ts";
import type { Failure } from "./messages.ts";

/** What went wrong with a module, apart from what was wanted of it at that moment. */
export interface Trouble {
  readonly fault: ServiceFault;
  /** A sentence about "it", the module, without a full stop. */
  readonly reason: string;
  readonly hint?: string | undefined;
}

/** What was wanted of a module. */
export type Wish = "load" | "start" | "transform" | "push";

const DOING: Readonly<Record<Wish, string>> = {
  load: "load service",
  start: "start service",
  transform: "transform an answer with service",
  push: "push with service",
};

/**
 * Makes the error that a caller gets.
 *
 * @param trouble What went wrong.
 * @param options.wish What the caller wanted.
 * @param options.service Name of the service.
 */
export function troubleError(
  { fault, reason, hint }: Trouble,
  { wish, service }: { readonly wish: Wish; readonly service: string },
): ServiceError {
  return new ServiceError(`Cannot ${DOING[wish]} "${service}": ${reason}`, { fault, hint });
}

/** How a denied wish is told, by kind of permission. */
const WANTED: Readonly<Record<string, (target: string) => string>> = {
  net: (target) => `to reach "${target}"`,
  read: (target) => `to read "${target}"`,
  write: (target) => `to write "${target}"`,
  env: (target) => `the environment variable "${target}"`,
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
  const wanted = known ?? `access of the kind "${access}"`;
  return { fault: "denied", reason: `it wanted ${wanted}`, hint: denialHint(failure, service) };
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
