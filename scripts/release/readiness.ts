import { LeexportError } from "../../src/errors.ts";
import { findSection } from "./changelog.ts";

/** What a release is made of. */
export interface ReleaseState {
  /** Of `deno.json`, such as `1.2.3`. */
  readonly version: string;
  /** The text of `CHANGELOG.md`. */
  readonly changelog: string;
}

/**
 * Refuses a tag that does not name what would be released.
 *
 * @param tag Such as `v1.2.3`.
 * @throws {LeexportError} If the version is another, or if the changelog is not finished for it.
 */
export function assertReady(tag: string, { version, changelog }: ReleaseState): void {
  if (tag !== `v${version}`) {
    throw new LeexportError(`Cannot release "${tag}": deno.json has version ${version}`, {
      hint: `tag v${version}, or change version in deno.json first`,
    });
  }
  const section = findSection(changelog, version);
  if (section?.date === undefined || section.text === "") {
    throw new LeexportError(`Cannot release "${tag}": CHANGELOG.md says nothing of it`, {
      hint: `name its section "## ${version} - YYYY-MM-DD"`,
    });
  }
  if (findSection(changelog, "Unreleased")?.text) {
    throw new LeexportError(`Cannot release "${tag}": CHANGELOG.md has unreleased changes`, {
      hint: `move what is below "## Unreleased" to the section of ${version}`,
    });
  }
}
