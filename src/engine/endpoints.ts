import type { DestinationConfig, ServiceConfig } from "../config/config.ts";
import { Secret } from "../secret.ts";
import { Endpoint } from "./endpoint.ts";
import type { Observe } from "./event.ts";

/** The endpoints of a program, found by what destinations name. */
export class Endpoints {
  readonly #endpoints = new Map<string, Endpoint>();
  readonly #observe: Observe;

  /** @param observe Told when a place begins to fail, and when it is well again. */
  constructor(observe: Observe) {
    this.#observe = observe;
  }

  /** Finds the endpoint that a destination pushes to. */
  of(destination: DestinationConfig, service: ServiceConfig): Endpoint {
    const name = endpointName(destination, service);
    const known = this.#endpoints.get(name);
    if (known !== undefined) return known;
    const { pushLimit } = service.description;
    const made = new Endpoint({ name, pushLimit, onChange: this.#tell });
    this.#endpoints.set(name, made);
    return made;
  }

  readonly #tell = (state: "failing" | "well", name: string) =>
    this.#observe({ kind: "endpoint", name, state });
}

/** Names the place that a destination pushes to: `geckoboard at push.geckoboard.com`. */
export function endpointName(destination: DestinationConfig, service: ServiceConfig): string {
  const hosts = hostsOf(destination, service);
  return hosts.length === 0 ? service.name : `${service.name} at ${hosts.join(", ")}`;
}

/** The hosts that a destination's own keys name, sorted. */
function hostsOf(
  { options }: DestinationConfig,
  { description }: ServiceConfig,
): readonly string[] {
  const hosts = Object.entries(options).flatMap(([name, option]) => {
    const value = option instanceof Secret ? option.reveal() : option;
    const { type } = description.keys[name] ?? {};
    if (type === "url" && typeof value === "string") return [new URL(value).host];
    return type === "hosts" && typeof value === "object" ? value : [];
  });
  return [...new Set(hosts)].sort();
}
