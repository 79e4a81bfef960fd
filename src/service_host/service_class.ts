import { Service, type ServiceInput } from "../service.ts";
import type { KeyTable } from "../key.ts";

/** A service's class as the loader sees it. */
export interface ServiceClass {
  new (input: ServiceInput<Readonly<Record<string, unknown>>>): Service;
  readonly summary: string;
  readonly keys: KeyTable;
  readonly accepts: readonly string[];
  readonly apiKey: string;
  readonly pushLimit: unknown;
}

/**
 * Finds the class of a service among what its module exports.
 *
 * @param exports The module's namespace.
 * @param className What the class must be called.
 * @throws {TypeError} If there is no such class, or it lacks something; the text says what.
 */
export function findServiceClass(
  exports: Readonly<Record<string, unknown>>,
  className: string,
): ServiceClass {
  const found = Object.hasOwn(exports, className) ? exports[className] : undefined;
  if (found === undefined) throw new TypeError(missing(exports, className));
  if (!isServiceClass(found)) {
    throw new TypeError(`${className} is no class that extends Service of "leexport"`);
  }
  for (const method of ["transform", "push"] as const) {
    if (typeof found.prototype[method] !== "function") {
      throw new TypeError(`class ${className} has no method ${method}()`);
    }
  }
  if (found.prototype.process !== Service.prototype.process) {
    throw new TypeError(
      `class ${className} overrides process(), which leexport never calls: it calls transform() and push()`,
    );
  }
  return found;
}

function missing(exports: Readonly<Record<string, unknown>>, className: string): string {
  const others = Object.keys(exports).map((name) => `"${name}"`);
  const found = others.length === 0 ? "nothing" : others.slice(0, 5).join(", ");
  return `it exports no class ${className}, but ${found}`;
}

function isServiceClass(value: unknown): value is ServiceClass & { prototype: Service } {
  return typeof value === "function" && value.prototype instanceof Service;
}
