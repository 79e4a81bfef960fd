import type { Config } from "../config/config.ts";
import { getLog } from "../log.ts";
import type { Store } from "../store/store.ts";

const log = getLog("engine");

/** Says which payloads wait for destinations that the config does not have: they are kept, but nobody pushes them. */
export function warnOfStrandedPayloads({ file, searches }: Config, store: Store): void {
  const known = new Set(
    searches.flatMap(({ name, destinations }) =>
      destinations.map((destination) => JSON.stringify([name, destination.name]))
    ),
  );
  for (const lane of store.lanes()) {
    if (known.has(JSON.stringify([lane.search, lane.destination]))) continue;
    const { waiting } = store.account(lane);
    if (waiting === 0) continue;
    const payloads = waiting === 1 ? "1 payload waits" : `${waiting} payloads wait`;
    log.warning(
      `${payloads} for [[[${lane.destination}]]] of search "${lane.search}", which ${file} does not have\n  hint: they are kept; put it back under that name to have them pushed`,
      { search: lane.search },
    );
  }
}
