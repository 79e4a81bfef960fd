import { FILE_NAME_RULE, moduleName } from "../service_host/module_name.ts";

/** What the name of a service's class says. */
export interface ClassNames {
  readonly className: string;
  /** As `service = …` names it: `my_application`. */
  readonly name: string;
  /** The file that the class is found in: `my_application_service.ts`. */
  readonly file: string;
}

/**
 * Reads the names that go with a class: `MyApplicationService` is service `my_application`.
 *
 * @throws {TypeError} If no file could be named after the class.
 */
export function namesOfClass(className: string): ClassNames {
  const file = `${className.split(/(?=[A-Z])/).join("_").toLowerCase()}.ts`;
  const named = moduleName(file);
  if (named?.className !== className) {
    const rule = `its file is named ${FILE_NAME_RULE}, and the class alike: MyApplicationService`;
    throw new TypeError(`Cannot open "${className}": it is not named as a service is; ${rule}`);
  }
  return { className, name: named.name, file };
}
