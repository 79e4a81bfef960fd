import { equal } from "node:assert/strict";
import { packageName } from "../../scripts/deb/package_name.ts";

Deno.test("packageName() has the version as people write it, not as Debian does", () => {
  equal(packageName("1.2.3", "amd64"), "leexport_1.2.3_amd64.deb");
  equal(packageName("1.2.3-rc.1", "arm64"), "leexport_1.2.3-rc.1_arm64.deb");
});
