import { LeexportError } from "../errors.ts";
import type { ServiceCatalog, ServiceDescription } from "../service_description.ts";
import { suggest } from "../suggest.ts";
import type { IniValue, Position } from "./ini/section.ts";
import type { ProblemList } from "./problem_list.ts";
import { oneOf } from "./read_value.ts";

/** A module of one's own is loaded in a sandbox to be described; so many at a time. */
const AT_ONCE = 4;
/** Up to so many names are listed when none is near. */
const FEW_NAMES = 8;

/** What the services that a file uses say of themselves, and why some say nothing. */
export class ServiceLookup {
  readonly descriptions: ReadonlyMap<string, ServiceDescription>;
  readonly #catalog: ServiceCatalog;
  readonly #failures: ReadonlyMap<string, LeexportError>;
  readonly #noted = new Set<string>();

  constructor(
    catalog: ServiceCatalog,
    { descriptions, failures }: {
      readonly descriptions: ReadonlyMap<string, ServiceDescription>;
      readonly failures: ReadonlyMap<string, LeexportError>;
    },
  ) {
    this.#catalog = catalog;
    this.descriptions = descriptions;
    this.#failures = failures;
  }

  /** Every name that a section of `[Services]` may have: also those of modules that cannot be used. */
  get names(): readonly string[] {
    const broken = this.#catalog.broken.map(({ file }) => serviceOf(file));
    return [...this.#catalog.names, ...broken.filter((name) => name !== undefined)];
  }

  /** Notes what is wrong in `services_dir`, but for modules that a destination uses: those are noted there. */
  warnOfBroken(
    at: Position,
    { used, problems }: { readonly used: ReadonlySet<string>; readonly problems: ProblemList },
  ): void {
    for (const { file, reason } of this.#catalog.broken) {
      if (!used.has(serviceOf(file) ?? "")) problems.warn(at, `Cannot use ${file}: ${reason}`);
    }
  }

  /** Notes that a destination names a service that cannot be used; a broken module is noted once. */
  noteMissing(
    service: IniValue,
    { search, problems }: { readonly search: string; readonly problems: ProblemList },
  ): void {
    const name = service.text.trim();
    const { once, found, hint } = this.#reason(name);
    if (once && this.#noted.has(name)) return;
    this.#noted.add(name);
    const message = `Cannot use service "${name}" in search "${search}": ${found}`;
    problems.error(service.textAt, message, hint);
  }

  #reason(name: string): { once: boolean; found: string; hint: string } {
    const hint = "correct the module, then run leexport check";
    const failure = this.#failures.get(name);
    if (failure !== undefined) {
      return { once: true, found: reasonOf(failure), hint: failure.hint ?? hint };
    }
    const broken = this.#catalog.broken.find(({ file }) => serviceOf(file) === name);
    if (broken !== undefined) {
      return { once: true, found: `${broken.file} cannot be used: ${broken.reason}`, hint };
    }
    return { once: false, found: "there is no such service", hint: this.#nearName(name) };
  }

  #nearName(name: string): string {
    const { names } = this.#catalog;
    const meant = suggest(name, this.names);
    if (meant !== undefined) return `did you mean "${meant}"?`;
    return names.length > 0 && names.length <= FEW_NAMES
      ? `write ${oneOf(names)}`
      : "run leexport services to see their names";
  }
}

/** Why something failed, without what could not be done. */
function reasonOf({ message }: LeexportError): string {
  return message.replace(/^Cannot .*?: /, "");
}

/** The service that a module's file name stands for: `/x/my_application_service.ts` is `my_application`. */
function serviceOf(file: string): string | undefined {
  return /([^/\\]+)_service\.\w+$/.exec(file)?.[1];
}

/**
 * Asks services what they are.
 *
 * @param catalog The services there are.
 * @param names Services that a file uses; unknown ones are passed over.
 */
export async function lookUpServices(
  catalog: ServiceCatalog,
  names: ReadonlySet<string>,
): Promise<ServiceLookup> {
  const descriptions = new Map<string, ServiceDescription>();
  const failures = new Map<string, LeexportError>();
  const waiting = catalog.names.filter((name) => names.has(name)).values();
  const describe = async () => {
    for (const name of waiting) {
      try {
        descriptions.set(name, await catalog.describe(name));
      } catch (error) {
        if (!(error instanceof LeexportError)) throw error;
        failures.set(name, error);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, describe));
  return new ServiceLookup(catalog, { descriptions, failures });
}
