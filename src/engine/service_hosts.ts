import type { ServiceConfig } from "../config/config.ts";
import { createServiceHost } from "../service_host/create_service_host.ts";
import type { SandboxOptions, ServiceHost } from "../service_host/service_host.ts";

interface Entry {
  readonly fingerprint: string;
  readonly host: ServiceHost;
}

/**
 * The sandboxes of all services that searches use, one for each service. A sandbox lives as long as nothing it was
 * built from changes.
 */
export class ServiceHosts implements AsyncDisposable {
  #entries = new Map<string, Entry>();
  /** Sandboxes that serve no new run and have not ended yet. */
  readonly #retired = new Set<ServiceHost>();

  /**
   * Takes the services of a config: unchanged ones keep their sandbox, the others get a new one.
   *
   * @param services From now on, {@linkcode ServiceHosts.finder} gives these.
   * @param unused Resolves when nobody uses the old sandboxes any more; they are ended then.
   */
  apply(services: ReadonlyMap<string, ServiceConfig>, unused: () => Promise<unknown>): void {
    const before = this.#entries;
    this.#entries = new Map();
    for (const [name, service] of services) {
      const options = sandboxOptions(service);
      const fingerprint = JSON.stringify(options);
      const kept = before.get(name);
      if (kept?.fingerprint === fingerprint) this.#entries.set(name, kept);
      else this.#entries.set(name, { fingerprint, host: createServiceHost(options) });
    }
    const old = [...before].filter(([name, entry]) => this.#entries.get(name) !== entry);
    if (old.length === 0) return;
    for (const [, { host }] of old) this.#retired.add(host);
    unused().then(() => Promise.all(old.map(([, { host }]) => this.#dispose(host))));
  }

  /** Finds the sandbox of a service; `undefined` if the config does not use the service. */
  find(name: string): ServiceHost | undefined {
    return this.#entries.get(name)?.host;
  }

  /**
   * Gives a run what it finds its sandboxes with: those of now, even if the config changes while it is under way.
   *
   * @returns Throws a `RangeError` for a service that the config of now does not use.
   */
  finder(): (name: string) => ServiceHost {
    const entries = this.#entries;
    return (name) => {
      const entry = entries.get(name);
      if (entry === undefined) throw new RangeError(`no sandbox for service "${name}"`);
      return entry.host;
    };
  }

  /** Ends every sandbox now, used or not. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const { host } of this.#entries.values()) this.#retired.add(host);
    this.#entries = new Map();
    await Promise.all([...this.#retired].map((host) => this.#dispose(host)));
  }

  async #dispose(host: ServiceHost): Promise<void> {
    await host[Symbol.asyncDispose]();
    this.#retired.delete(host);
  }
}

function sandboxOptions(service: ServiceConfig): SandboxOptions {
  return {
    description: service.description,
    apiKey: service.apiKey?.reveal() ?? "",
    net: service.net,
    read: service.read,
    isolation: service.isolation,
    memoryLimitMib: service.memoryLimitMib,
    pushDeadlineMs: service.pushDeadlineMs,
  };
}
