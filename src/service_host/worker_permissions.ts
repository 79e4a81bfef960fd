/** What a sandbox may reach. */
export interface Grants {
  /** `host:port` */
  readonly net: readonly string[];
  /** Paths of files and folders. */
  readonly read: readonly string[];
  /** Names of environment variables. */
  readonly env: readonly string[];
}

/** What the shipped Kafka client insists on reading from the environment when it is loaded. */
export const SHIPPED_ENV: readonly string[] = [
  "NODE_ENV",
  "KAFKAJS_DEBUG_PROTOCOL_BUFFERS",
  "KAFKAJS_DEBUG_EXTENDED_PROTOCOL_BUFFERS",
  "KAFKAJS_NO_PARTITIONER_WARNING",
  "KAFKAJS_LOG_LEVEL",
];

/**
 * Spells out all eight kinds of permission, so that none is inherited.
 *
 * @param grants What the Worker may reach.
 */
export function workerPermissions({ net, read, env }: Grants): Deno.PermissionOptionsObject {
  return {
    net: listed(net),
    read: listed(read),
    env: listed(env),
    write: false,
    run: false,
    ffi: false,
    sys: false,
    import: false,
  };
}

function listed(names: readonly string[]): string[] | false {
  return names.length === 0 ? false : [...names];
}
