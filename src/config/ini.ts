import { expandAll } from "./ini/expand.ts";
import { readIni } from "./ini/read_ini.ts";
import type { IniSection } from "./ini/section.ts";

export { IniError } from "./ini/ini_error.ts";

/**
 * Reads a config file in the dialect of ConfigObj 5: sections nested by their number of brackets, quoted names and
 * values, `'''` and `"""` over several lines, lists, `#` comments, `%(name)s`.
 *
 * @param text The file, with or without a byte order mark, with any mix of LF and CRLF.
 * @param options.interpolation Whether `%(name)s` is replaced; default `true`, as in ConfigObj.
 * @returns The whole file as a section; its `toJSON()` is the plain tree.
 * @throws {IniError} For what ConfigObj refuses, with the line it names; of several errors the first.
 * @see https://configobj.readthedocs.io/en/latest/configobj.html
 */
export function parseIni(
  text: string,
  { interpolation = true }: { readonly interpolation?: boolean } = {},
): IniSection {
  const { root, errors: [error] } = readIni(text);
  if (error !== undefined) throw error;
  if (interpolation) {
    expandAll(root);
    throwFirstError(root);
  }
  return root;
}

function throwFirstError(section: IniSection): void {
  for (const member of section.members.values()) {
    if (member.kind === "section") throwFirstError(member);
    else if (member.error !== undefined) throw member.error;
  }
}
