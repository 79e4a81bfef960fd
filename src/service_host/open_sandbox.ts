import { pathToFileURL } from "node:url";
import type { ServiceDescription } from "../service_description.ts";
import type { ModuleToLoad } from "./messages.ts";
import { sourceFiles } from "./process_command.ts";
import { openProcessSandbox } from "./process_sandbox.ts";
import type { Sandbox, SandboxEvents } from "./sandbox.ts";
import { shippedAddress } from "./shipped_address.ts";
import { type Grants, SHIPPED_ENV } from "./worker_permissions.ts";
import { openWorkerSandbox } from "./worker_sandbox.ts";

/** What kind of room a module gets. */
export interface Room {
  readonly isolation: "worker" | "process";
  /** `host:port` the module may reach. */
  readonly net: readonly string[];
  /** Files the module may read. */
  readonly read: readonly string[];
  readonly memoryLimitMib: number;
}

/** The parts of a description that say where the code is. */
export type ModuleIdentity = Pick<ServiceDescription, "file" | "className" | "source">;

/**
 * Opens a room for a module.
 *
 * @param identity Of the module.
 * @param options.room What kind of room.
 * @param options.events Told what comes out.
 */
export function openSandbox(
  identity: ModuleIdentity,
  { room, events }: { readonly room: Room; readonly events: SandboxEvents },
): Sandbox {
  const grants = grantsOf(identity, room);
  if (room.isolation === "worker") return openWorkerSandbox(grants, events);
  return openProcessSandbox(grants, { memoryLimitMib: room.memoryLimitMib, events });
}

/** A shipped module is imported from its file, with what it imports itself; a user's comes as text and reads nothing. */
function grantsOf({ file, source }: ModuleIdentity, { net, read }: Room): Grants {
  if (source !== undefined) return { net, read, env: [] };
  return { net, read: [...sourceFiles(), file, ...read], env: SHIPPED_ENV };
}

/** Says to a sandbox what to load. */
export function moduleToLoad({ file, className, source }: ModuleIdentity): ModuleToLoad {
  const url = source === undefined ? shippedAddress(file) : pathToFileURL(file).href;
  return { file, className, url, source };
}
