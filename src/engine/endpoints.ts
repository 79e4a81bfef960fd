import type { DestinationConfig, ServiceConfig } from "../config/config.ts";
import { Secret } from "../secret.ts";
import { getLog } from "../log.ts";
import { Endpoint } from "./endpoint.ts";

const log = getLog("engine");

/** The endpoints of a program, found by what destinations name. */
export class Endpoints {
  readonly #endpoints = new Map<string, Endpoint>();

  /** Finds the endpoint that a destination pushes to. */
  of(destination: DestinationConfig, service: ServiceConfig): Endpoint {
    const hosts = hostsOf(destination, service);
    const name = hosts.length === 0 ? service.name : `${service.name} at ${hosts.join(", ")}`;
    const known = this.#endpoints.get(name);
    if (known !== undefined) return known;
    const { pushLimit } = service.description;
    const made = new Endpoint({ name, pushLimit, onChange: logChange });
    this.#endpoints.set(name, made);
    return made;
  }
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

function logChange(state: "failing" | "well", name: string): void {
  if (state === "well") log.info(`${name} takes payloads again`);
  else {
    log.warning(
      `${name} has failed five times in a row: one push at a time tries whether it is well again, the others wait`,
    );
  }
}
