import type { BrokenModule, ServiceCatalog, ServiceDescription } from "../service_description.ts";
import {
  describeShippedModule,
  listShippedModules,
  type ShippedModule,
} from "./shipped_modules.ts";
import type { UserModule, UserModules } from "./user_modules.ts";

/**
 * Finds the services there are. A name belongs to the shipped service that has it; a user's module with the same name is
 * broken, so that nothing in a folder can quietly take the place of a part of the program.
 *
 * @param servicesDir Folder of users' modules, if there is one. A folder that cannot be used is told as broken.
 */
export async function openCatalog(servicesDir: string | undefined): Promise<ServiceCatalog> {
  const shipped = await listShippedModules();
  const taken = new Set(shipped.map(({ name }) => name));
  const { modules, broken } = servicesDir === undefined
    ? { modules: [], broken: [] }
    : await readFolder(servicesDir, taken);
  return new FoundServices({ shipped, modules, broken });
}

/** Sandboxes and all that belongs to them are loaded only where there are users' modules. */
async function readFolder(folder: string, taken: ReadonlySet<string>): Promise<UserModules> {
  const { readUserModules } = await import("./user_modules.ts");
  return await readUserModules(folder, { taken });
}

class FoundServices implements ServiceCatalog {
  readonly names: readonly string[];
  readonly broken: readonly BrokenModule[];
  readonly #asked = new Map<string, Promise<ServiceDescription>>();
  readonly #shipped: ReadonlyMap<string, ShippedModule>;
  readonly #users: ReadonlyMap<string, UserModule>;

  constructor(
    { shipped, modules, broken }: {
      readonly shipped: readonly ShippedModule[];
      readonly modules: readonly UserModule[];
      readonly broken: readonly BrokenModule[];
    },
  ) {
    this.#shipped = new Map(shipped.map((module) => [module.name, module]));
    this.#users = new Map(modules.map((module) => [module.name, module]));
    this.names = [...this.#shipped.keys(), ...this.#users.keys()].sort();
    this.broken = broken;
  }

  describe(name: string): Promise<ServiceDescription> {
    let asked = this.#asked.get(name);
    if (asked === undefined) this.#asked.set(name, asked = this.#ask(name));
    return asked;
  }

  async #ask(name: string): Promise<ServiceDescription> {
    const shipped = this.#shipped.get(name);
    if (shipped !== undefined) return await describeShippedModule(shipped);
    const module = this.#users.get(name);
    if (module === undefined) throw new RangeError(`there is no service "${name}"`);
    const { describeUserModule } = await import("./describe_user_module.ts");
    return await describeUserModule(module);
  }
}
