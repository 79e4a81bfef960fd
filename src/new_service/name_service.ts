import { UsageError } from "../errors.ts";
import { type ModuleName, moduleName } from "../service_host/module_name.ts";

/** What a new service is called. */
export interface NewServiceNames extends ModuleName {
  /** `my_application_service.ts` */
  readonly file: string;
  /** `my_application_service_test.ts` */
  readonly testFile: string;
}

const WORD_REGEXP = /[\s_.-]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/;
const FOREIGN_REGEXP = /[^A-Za-z0-9\s_.-]/u;
/** With it, the line that declares the class is as long as the formatter lets a line be. */
const LONGEST = 40;
const EXAMPLE = 'write leexport new-service "My Application"';

/**
 * Makes the names of a service from the words that a person calls it: "My Application" is service `my_application`, class
 * `MyApplicationService`. A last word "service" is what every name ends with anyway.
 *
 * @param words As typed; also `my-application`, `my_application` or `MyApplication`.
 * @param options.taken Names that are taken.
 * @throws {UsageError} If no file can be named so, or the name is taken.
 */
export function nameService(
  words: string,
  { taken }: { readonly taken: readonly string[] },
): NewServiceNames {
  const parts = words.split(WORD_REGEXP).filter((part) => part !== "")
    .map((part) => part.toLowerCase());
  if (parts.at(-1) === "service") parts.pop();
  const name = parts.join("_");
  const file = `${name}_service.ts`;
  const fault = faultOf(words, { name, taken });
  const named = moduleName(file);
  if (fault === undefined && named !== undefined) {
    return { ...named, file, testFile: `${name}_service_test.ts` };
  }
  const { found, hint } = fault ?? { found: "it is no name", hint: EXAMPLE };
  throw new UsageError(`Cannot call a service ${JSON.stringify(words)}: ${found}`, { hint });
}

function faultOf(
  words: string,
  { name, taken }: { readonly name: string; readonly taken: readonly string[] },
): { readonly found: string; readonly hint: string } | undefined {
  const [foreign] = FOREIGN_REGEXP.exec(words) ?? [];
  if (foreign !== undefined) {
    const found = `${JSON.stringify(foreign)} is neither a letter from a to z nor a digit`;
    return { found, hint: "write its name in the letters a to z, digits and blanks" };
  }
  if (name === "") return { found: whyNameless(words), hint: EXAMPLE };
  if (/^\d/.test(name)) return { found: "it begins with a digit", hint: "begin with a letter" };
  if (name.length > LONGEST) {
    const found = `it has more than ${LONGEST} characters`;
    return { found, hint: "write a shorter name; the summary of the service can say more" };
  }
  if (!taken.includes(name)) return undefined;
  const found = `"${name}" is a service that comes with leexport`;
  return { found, hint: `choose another name, such as "My ${words.trim()}"` };
}

function whyNameless(words: string): string {
  if (words.trim() === "") return "it is empty";
  return /[a-z]/i.test(words) ? "every service is called service" : "there is no word in it";
}
