import { doesNotThrow, equal, match, throws } from "node:assert/strict";
import { assertReady } from "../../scripts/release/readiness.ts";
import { releaseNotes } from "../../scripts/release/notes.ts";
import { LeexportError } from "../../src/errors.ts";

const CHANGELOG = `# Changes

What people notice.

## Unreleased

## 0.2.0 - 2026-12-01

Faster, and
[explained](docs/performance.md).

### Added

- A thing that takes
  two lines. See [Deno](https://deno.com).

## 0.1.0 - 2026-11-01

The first.
`;

Deno.test("assertReady() accepts the tag of the version whose section is dated", () => {
  doesNotThrow(() => assertReady("v0.2.0", { version: "0.2.0", changelog: CHANGELOG }));
});

const REFUSALS: readonly [string, string, string, string][] = [
  [
    "v0.1.0",
    "0.2.0",
    CHANGELOG,
    `Cannot release "v0.1.0": deno.json has version 0.2.0`,
  ],
  [
    "0.2.0",
    "0.2.0",
    CHANGELOG,
    `Cannot release "0.2.0": deno.json has version 0.2.0`,
  ],
  [
    "v0.3.0",
    "0.3.0",
    CHANGELOG,
    `Cannot release "v0.3.0": CHANGELOG.md says nothing of it`,
  ],
  [
    "v0.2.0",
    "0.2.0",
    CHANGELOG.replace(" - 2026-12-01", ""),
    `Cannot release "v0.2.0": CHANGELOG.md says nothing of it`,
  ],
  [
    "v0.2.0",
    "0.2.0",
    CHANGELOG.replace("Unreleased\n", "Unreleased\n\n- More.\n"),
    `Cannot release "v0.2.0": CHANGELOG.md has unreleased changes`,
  ],
];

for (const [tag, version, changelog, message] of REFUSALS) {
  Deno.test(`assertReady() says: ${message}`, () => {
    throws(() => assertReady(tag, { version, changelog }), (error) => {
      equal(error instanceof LeexportError && error.message, message);
      return true;
    });
  });
}

Deno.test("releaseNotes() has the section alone, its lines joined and its links made whole", async () => {
  const notes = await releaseNotes({ version: "0.2.0", changelog: CHANGELOG });
  match(
    notes,
    /^Faster, and \[explained\]\(https:\/\/github\.com\/leexport\/leexport\/blob\/v0\.2\.0\/docs\/performance\.md\)\.\n/,
  );
  match(notes, /^- A thing that takes two lines\. See \[Deno\]\(https:\/\/deno\.com\)\.$/m);
  match(notes, /blob\/v0\.2\.0\/docs\/installing\.md\)/);
  equal(notes.includes("The first."), false);
});
