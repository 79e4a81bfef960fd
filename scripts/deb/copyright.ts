import { HOMEPAGE } from "./control.ts";

/**
 * Writes the copyright file of the package.
 *
 * @param license The text of `LICENSE`: a title, the copyright, and the terms of the MIT license, between blank lines.
 * @see https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
 */
export function copyrightFile(license: string): string {
  const [, copyright = "", ...terms] = license.trim().split("\n\n");
  const lines = terms.join("\n\n").split("\n");
  return `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: leexport
Source: ${HOMEPAGE}
Comment: The executable holds more than leexport: Deno, under the same terms,
 with V8 and further parts of its own, and the npm packages that the program
 uses. The file leexport-VERSION.cdx.json of each release lists the packages.

Files: *
Copyright: ${copyright.replace("Copyright (c) ", "")}
License: Expat
${lines.map((line) => line === "" ? " ." : ` ${line}`).join("\n")}
`;
}
