import { strictEqual, throws } from "node:assert/strict";
import { pageDate } from "../../scripts/man/page_date.ts";

const CHANGELOG = "# Changes\n\n## Unreleased\n\n## 0.2.0 (2027-02-03)\n\n## 0.1.0 (2026-12-01)\n";
const GIVEN = { version: "0.1.0", epoch: undefined, license: "Copyright (c) 2026 the maintainers" };

Deno.test("pageDate() is the day of the release", () => {
  strictEqual(pageDate(CHANGELOG, GIVEN), "December 1, 2026");
});

Deno.test("pageDate() is the day of SOURCE_DATE_EPOCH where that is set", () => {
  strictEqual(pageDate(CHANGELOG, { ...GIVEN, epoch: "0" }), "January 1, 1970");
});

Deno.test("pageDate() is the year of LICENSE before the release", () => {
  strictEqual(pageDate(CHANGELOG, { ...GIVEN, version: "0.3.0" }), "January 1, 2026");
});

Deno.test("pageDate() takes no other version for its own", () => {
  strictEqual(pageDate("## 10.1.0 (2026-12-01)", GIVEN), "January 1, 2026");
});

Deno.test("pageDate() refuses a SOURCE_DATE_EPOCH that is no number", () => {
  throws(() => pageDate(CHANGELOG, { ...GIVEN, epoch: "today" }), {
    name: "RangeError",
    message: 'SOURCE_DATE_EPOCH is no number of seconds: "today"',
  });
});
