/**
 * Reads `CHANGELOG.md`. Its sections begin with `## Unreleased` or `## 1.2.3 - 2026-12-01`, newest first.
 *
 * @module
 */

const SECTION_REGEXP = /^## (\S+)(?: - (\d{4}-\d{2}-\d{2}))?\n([\s\S]*?)(?=^## |(?![\s\S]))/gm;
const RELATIVE_LINK_REGEXP = /\]\((?![a-z]+:|#)([^)\s]+)\)/g;

/** One section of the changelog. */
export interface ChangelogSection {
  /** `Unreleased`, or a version. */
  readonly name: string;
  /** `YYYY-MM-DD`; versions have one. */
  readonly date: string | undefined;
  /** What stands below the heading, without blank lines around it. */
  readonly text: string;
}

/** Finds a section by its name, such as `1.2.3`; `undefined` if there is none. */
export function findSection(changelog: string, name: string): ChangelogSection | undefined {
  for (const [, found = "", date, text = ""] of changelog.matchAll(SECTION_REGEXP)) {
    if (found === name) return { name, date, text: text.trim() };
  }
  return undefined;
}

/**
 * Makes links between files of the repository lead there from anywhere.
 *
 * @param folder Address of the repository's files, without a slash at its end.
 */
export function withAbsoluteLinks(markdown: string, folder: string): string {
  return markdown.replaceAll(RELATIVE_LINK_REGEXP, `](${folder}/$1)`);
}
