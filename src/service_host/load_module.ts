import * as contract from "../service.ts";
import type { ModuleSource } from "../service_description.ts";
import {
  type CompiledModule,
  compileText,
  type Exports,
  refuseEvaluatedImports,
} from "./import_rules.ts";
import type { ModuleToLoad } from "./messages.ts";
import { findServiceClass, type ServiceClass } from "./service_class.ts";
import { bareGlobals } from "./worker_globals.ts";

/**
 * Loads a module and finds its class. For a user's module, this Worker is narrowed first, for good.
 *
 * @param module The module.
 * @throws {unknown} Whatever the module throws while it is loaded; a TypeError if it breaks a rule, a SyntaxError if its
 * grammar is wrong.
 */
export async function loadModule(
  { url, className, source }: ModuleToLoad,
): Promise<ServiceClass> {
  const exports: Exports = source === undefined
    ? await import(url)
    : await evaluate({ url, source });
  return findServiceClass(exports, className);
}

interface UserModule {
  readonly url: string;
  readonly source: ModuleSource;
}

async function evaluate(user: UserModule): Promise<Exports> {
  const module = await compile(user);
  await module.link();
  bareGlobals();
  return await module.evaluate();
}

async function compile({ url, source }: UserModule): Promise<CompiledModule> {
  if (source.language === "javascript") {
    try {
      return await compileText({ url, text: source.text, contract });
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return await complain(source);
}

/**
 * The engine says that the grammar is wrong, but not where; the runtime's own reader does. Should that find nothing wrong,
 * the module is no better off than any other.
 */
async function complain({ text, language }: ModuleSource): Promise<never> {
  const url = URL.createObjectURL(new Blob([text], { type: `text/${language}` }));
  await refuseEvaluatedImports({ but: url });
  bareGlobals();
  await import(url);
  throw new SyntaxError("It holds syntax that is more than types");
}
