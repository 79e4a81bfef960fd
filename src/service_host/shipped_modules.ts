import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ServiceDescription } from "../service_description.ts";
import { checkDescription } from "./check_description.ts";
import { type ModuleName, moduleName } from "./module_name.ts";
import { findServiceClass } from "./service_class.ts";
import { shippedAddress } from "./shipped_address.ts";
import { loadError } from "./trouble.ts";

/** A module that comes with the program. */
export interface ShippedModule extends ModuleName {
  /** Path of the file; in the executable, of one that is embedded. */
  readonly file: string;
}

/** Lists the modules of `src/services`. */
export async function listShippedModules(): Promise<readonly ShippedModule[]> {
  const folder = fileURLToPath(import.meta.resolve("../services/"));
  const modules: ShippedModule[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    const named = moduleName(name);
    if (named !== undefined) modules.push({ ...named, file: join(folder, name) });
  }
  return modules;
}

/**
 * Asks a shipped module what it is. It is loaded into this thread: it belongs to the program, and loads what is heavy
 * only when it pushes.
 *
 * @throws {ServiceError} If it breaks a rule.
 */
export async function describeShippedModule(
  { name, className, file }: ShippedModule,
): Promise<ServiceDescription> {
  try {
    const exports: Readonly<Record<string, unknown>> = await import(shippedAddress(file));
    const { summary, keys, accepts, apiKey, pushLimit } = findServiceClass(exports, className);
    const described = checkDescription({ summary, keys, accepts, apiKey, pushLimit });
    return Object.freeze({ name, className, origin: "shipped", file, ...described });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const trouble = { fault: "load", reason: error.message } as const;
    throw loadError(trouble, name);
  }
}
