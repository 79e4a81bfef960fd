import { LeexportError } from "../../src/errors.ts";
import { findSection, withAbsoluteLinks } from "./changelog.ts";
import type { ReleaseState } from "./readiness.ts";
import { runTool } from "./tool.ts";

const REPOSITORY = "https://github.com/leexport/leexport";

/**
 * Writes what is told of a release: its section of the changelog, and how to verify a download.
 *
 * @returns Markdown. No paragraph is broken into lines: where releases are shown, line breaks stay.
 * @throws {LeexportError} If the changelog has no such section.
 */
export async function releaseNotes({ version, changelog }: ReleaseState): Promise<string> {
  const section = findSection(changelog, version);
  if (section === undefined) {
    throw new LeexportError(`Cannot tell what is new: CHANGELOG.md has no section ${version}`, {
      hint: `name its section "## ${version} - YYYY-MM-DD"`,
    });
  }
  const folder = `${REPOSITORY}/blob/v${version}`;
  const text = `${section.text}\n\n### Install\n\n` +
    `[How to install and verify it](docs/installing.md); \`SHA256SUMS\` has the checksum of every file.`;
  return await unwrap(withAbsoluteLinks(text, folder));
}

async function unwrap(markdown: string): Promise<string> {
  const args = ["fmt", "--no-config", "--prose-wrap", "never", "--ext", "md", "-"];
  return (await runTool(Deno.execPath(), args, { input: markdown })).trimEnd();
}
