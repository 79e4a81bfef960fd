import { deepEqual, equal, throws } from "node:assert/strict";
import { packagedUnit } from "../../scripts/deb/packaged_unit.ts";
import { LeexportError } from "../../src/errors.ts";

const EXAMPLE = await Deno.readTextFile(
  new URL("../../examples/leexport.service", import.meta.url),
);

Deno.test("packagedUnit() changes nothing of the example but the place of the executable", () => {
  const settings = (unit: string) => unit.split("\n").filter((line) => /^[^#]/.test(line));
  const changed = settings(EXAMPLE).map((line) =>
    line.replace("ExecStart=/usr/local/bin/", "ExecStart=/usr/bin/")
  );
  deepEqual(settings(packagedUnit(EXAMPLE)), changed);
});

Deno.test("packagedUnit() leaves out how to install by hand, and nothing else that is explained", () => {
  const unit = packagedUnit(EXAMPLE);
  equal(unit.includes("/etc/systemd/system"), false);
  equal(unit.startsWith("# It runs as a user"), true);
});

Deno.test("packagedUnit() refuses an example that it does not know how to change", () => {
  const refusal = (unit: string) => throws(() => packagedUnit(unit), LeexportError);
  refusal(EXAMPLE.replace("ExecStart=/usr/local/bin/", "ExecStart=/opt/"));
  refusal(EXAMPLE.slice(EXAMPLE.indexOf("# It runs as")));
});
