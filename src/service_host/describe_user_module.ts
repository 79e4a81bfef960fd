import type { ServiceDescription } from "../service_description.ts";
import { checkDescription, type ModuleDescription } from "./check_description.ts";
import { moduleToLoad, openSandbox, type Room } from "./open_sandbox.ts";
import { Session } from "./session.ts";
import { loadError } from "./trouble.ts";
import { Turns } from "./turns.ts";
import type { UserModule } from "./user_modules.ts";

/** A module that is asked what it is may reach nothing. */
const EMPTY_ROOM: Room = { isolation: "process", net: [], read: [], memoryLimitMib: 256 };
const DEADLINE_MS = 30_000;

/** Each asking is a process. */
const turns = new Turns(4);
/** What modules said of themselves, by file: a config that is read again asks only those whose text has changed. */
const known = new Map<string, ServiceDescription>();

/**
 * Asks a user's module what it is, in a process that may reach nothing and is ended afterwards.
 *
 * @param module A module that was read.
 * @param options.deadlineMs How long it may take, milliseconds.
 * @throws {ServiceError} If the module cannot be loaded in time, or describes itself badly.
 */
export async function describeUserModule(
  module: UserModule,
  { deadlineMs = DEADLINE_MS }: { readonly deadlineMs?: number } = {},
): Promise<ServiceDescription> {
  const { name, className, file, source } = module;
  const before = known.get(file);
  if (before?.source?.text === source.text) return before;
  await turns.take();
  try {
    const described = await ask(module, deadlineMs);
    const description: ServiceDescription = Object.freeze({
      name,
      className,
      origin: "user",
      file,
      ...described,
      source: Object.freeze(source),
    });
    known.set(file, description);
    return description;
  } finally {
    turns.give();
  }
}

async function ask(module: UserModule, deadlineMs: number): Promise<ModuleDescription> {
  const service = module.name;
  const session = new Session({
    service,
    opening: { type: "describe", module: moduleToLoad(module) },
    openSandbox: (events) => openSandbox(module, { room: EMPTY_ROOM, events }),
    startDeadlineMs: deadlineMs,
    transformDeadlineMs: deadlineMs,
    pushDeadlineMs: deadlineMs,
    onTrouble() {},
  });
  try {
    return checkDescription(await session.opened);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw loadError({ fault: "load", reason: error.message }, service);
  } finally {
    await session.end();
  }
}
