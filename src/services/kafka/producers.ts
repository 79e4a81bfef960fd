import type { ServiceLog } from "../../service.ts";
import type { ConnectionOptions } from "./connection_options.ts";
import { SharedProducer } from "./shared_producer.ts";

/** A producer and those who use it. */
interface Shared {
  readonly producer: SharedProducer;
  readonly users: Set<object>;
}

/** The producers of this sandbox, one for each way to reach a cluster. */
const shared = new Map<string, Shared>();

/**
 * Finds the producer for a way to reach a cluster, or makes it.
 *
 * @param options The way.
 * @param options.user Who asks; keeps the producer until {@linkcode releaseProducers}.
 * @param options.log Where a new producer writes.
 */
export function sharedProducer(
  connection: ConnectionOptions,
  { user, log }: { readonly user: object; readonly log: ServiceLog },
): SharedProducer {
  const key = JSON.stringify(connection);
  const known = shared.get(key);
  if (known !== undefined && !known.producer.givenUp) {
    known.users.add(user);
    return known.producer;
  }
  const producer = new SharedProducer(connection, log);
  shared.set(key, { producer, users: new Set([...known?.users ?? [], user]) });
  return producer;
}

/**
 * Closes the producers that nobody uses any more.
 *
 * @param user Who needs them no longer.
 */
export async function releaseProducers(user: object): Promise<void> {
  const unused = [...shared].filter(([, { users }]) => users.delete(user) && users.size === 0);
  for (const [key] of unused) shared.delete(key);
  await Promise.all(unused.map(([, { producer }]) => producer.close()));
}
