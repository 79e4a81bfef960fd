import type { DestinationConfig, DestinationOption, SearchConfig } from "../config/config.ts";
import type { OptionValue } from "../key.ts";
import { Secret } from "../secret.ts";
import type { Destination } from "../service_host/service_host.ts";

/** One destination of a search: as the config has it, and as a sandbox is told of it. */
export interface Target {
  readonly config: DestinationConfig;
  readonly destination: Destination;
}

let made = 0;

/**
 * Makes the destinations of a search as sandboxes see them: secrets revealed, and an id that no other destination of
 * this process has had, so that a changed destination is never mistaken for its predecessor.
 *
 * @returns In the order of the config.
 */
export function targetsOf(search: SearchConfig): readonly Target[] {
  made++;
  return search.destinations.map((config) => ({
    config,
    destination: {
      id: `${search.name}/${config.name}#${made}`,
      options: Object.fromEntries(
        Object.entries(config.options).map(([name, value]) => [name, revealed(value)]),
      ),
    },
  }));
}

function revealed(value: DestinationOption): OptionValue {
  return value instanceof Secret ? value.reveal() : value;
}
