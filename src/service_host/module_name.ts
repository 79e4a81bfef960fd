/** What the name of a module's file says. */
export interface ModuleName {
  /** As `service = …` names it: `my_application`. */
  readonly name: string;
  /** The class that the file must export: `MyApplicationService`. */
  readonly className: string;
}

const FILE_REGEXP = /^([a-z][a-z0-9]*(?:_[a-z0-9]+)*)_service\.(?:ts|js)$/;

/** What a file's name must look like, for messages. */
export const FILE_NAME_RULE =
  "NAME_service.ts or NAME_service.js, with NAME in small letters, digits and single underscores";

/**
 * Reads the name of a service from the name of its file: `my_application_service.ts` is service `my_application`, class
 * `MyApplicationService`.
 *
 * @param file Name of a file, without its folder.
 * @returns The names, or `undefined` if the file is not named by the rule.
 */
export function moduleName(file: string): ModuleName | undefined {
  const name = FILE_REGEXP.exec(file)?.[1];
  if (name === undefined) return undefined;
  const words = [...name.split("_"), "service"];
  return { name, className: words.map(capitalise).join("") };
}

function capitalise(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
