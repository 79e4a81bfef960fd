import { equal } from "node:assert/strict";
import { debianChangelog, debianVersion } from "../../scripts/deb/debian_changelog.ts";

const MARKDOWN = `# Changes

## Unreleased

Some words.

### Added

- A point that takes more than the seventy-eight columns which a line of such a file
  may have.

## 0.2.0-rc.1 - 2026-12-24

- Another point.

A paragraph below it.

## 0.1.0 - 2026-12-01

No points.
`;

Deno.test("debianChangelog() tells the points of every section, and what is not released as the version", () => {
  equal(
    debianChangelog(MARKDOWN, { version: "0.2.0", epoch: 1_800_000_000 }),
    `leexport (0.2.0) unstable; urgency=medium

  * A point that takes more than the seventy-eight columns which a line of
    such a file may have.

 -- leexport maintainers <leexport@users.noreply.github.com>  Fri, 15 Jan 2027 08:00:00 +0000

leexport (0.2.0~rc.1) unstable; urgency=medium

  * Another point.

 -- leexport maintainers <leexport@users.noreply.github.com>  Thu, 24 Dec 2026 00:00:00 +0000
`,
  );
});

Deno.test("debianVersion() lets what comes before a release sort before it", () => {
  equal(debianVersion("1.0.0-rc.1"), "1.0.0~rc.1");
  equal(debianVersion("1.0.0"), "1.0.0");
});
