import { limitImports } from "./import_rules.ts";
import type { ModuleToLoad } from "./messages.ts";
import { findServiceClass, type ServiceClass } from "./service_class.ts";
import { bareGlobals } from "./worker_globals.ts";

/**
 * Loads a module and finds its class. For a user's module, this Worker is narrowed first, for good.
 *
 * @param module The module.
 * @throws {unknown} Whatever the module throws while it is loaded, or a TypeError if it breaks a rule.
 */
export async function loadModule(
  { url, className, source }: ModuleToLoad,
): Promise<ServiceClass> {
  if (source?.language === "typescript") return await complain(source.text);
  if (source !== undefined) {
    const contractUrl = import.meta.resolve("../service.ts");
    await limitImports({ url, text: source.text, contractUrl });
    bareGlobals();
  }
  const exports: Readonly<Record<string, unknown>> = await import(url);
  return findServiceClass(exports, className);
}

/** Types could not be taken out of the text; the runtime's own reader says at which line its grammar is wrong. */
async function complain(text: string): Promise<never> {
  const url = URL.createObjectURL(new Blob([text], { type: "text/typescript" }));
  await import(url);
  throw new SyntaxError("It holds syntax that is more than types");
}
