const NAMED: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Writes text so that it can stand between tags and inside quoted attributes.
 *
 * @param text Without control characters, which XML does not take: what `plainLabel()` made.
 */
export function escapeXml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => NAMED[character]!);
}
