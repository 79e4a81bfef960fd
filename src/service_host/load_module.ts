import { limitImports } from "./import_rules.ts";
import type { ModuleToLoad } from "./messages.ts";
import { findServiceClass, type ServiceClass } from "./service_class.ts";
import { bareGlobals } from "./worker_globals.ts";

/** Where a module's code is, for the reader of a stack. */
export interface ModulePlace {
  /** Address by which the runtime calls the module. */
  readonly url: string;
  /** Path by which people call it. */
  readonly file: string;
}

/**
 * Says by which address a module will be loaded.
 *
 * @param module The module; a text gets an address of its own.
 */
export function placeOf({ code, file }: ModuleToLoad): ModulePlace {
  if (code.kind === "import") return { url: code.url, file };
  const type = `text/${code.language}`;
  return { url: URL.createObjectURL(new Blob([code.text], { type })), file };
}

/**
 * Loads a module and finds its class. For a user's module, this Worker is narrowed first, for good.
 *
 * @param module The module.
 * @param place From {@linkcode placeOf}.
 * @throws {unknown} Whatever the module throws while it is loaded, or a TypeError if it breaks a rule.
 */
export async function loadModule(
  { code, className }: ModuleToLoad,
  { url }: ModulePlace,
): Promise<ServiceClass> {
  if (code.kind === "text") {
    await limitImports(url, { contractUrl: import.meta.resolve("../service.ts") });
    bareGlobals();
  }
  const exports: Readonly<Record<string, unknown>> = await import(url);
  return findServiceClass(exports, className);
}
