import type { IniValue } from "./ini/section.ts";
import type { Reach } from "./read_services.ts";
import type { ServiceLookup } from "./service_lookup.ts";
import type { ReadContext } from "./written_value.ts";

/** What is known before `[Searches]` is read. */
export interface SearchesOptions {
  /** The services that searches use. */
  readonly lookup: ServiceLookup;
  /** Filled with what destinations name, by name of the service. */
  readonly reach: Map<string, Reach>;
  /** Values that other values refer to by `%(name)s`. */
  readonly used: ReadonlySet<IniValue>;
  readonly context: ReadContext;
}
