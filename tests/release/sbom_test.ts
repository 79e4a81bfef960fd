import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { reachedPackages } from "../../scripts/release/reached_packages.ts";
import { assertValidSbom, sbomText } from "../../scripts/release/sbom.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const OPTIONS = { version: "0.1.0", denoVersion: "2.9.6", epoch: 1_800_000_000 };
const PACKAGES = await reachedPackages(ROOT);
const NAMES = Array.from(PACKAGES.values(), ({ name }) => name);

Deno.test("reachedPackages() finds what the program, its services and its page use", () => {
  for (const name of ["commander", "prom-client", "bintrees", "kafkajs", "lit-html", "echarts"]) {
    ok(NAMES.includes(name), name);
  }
});

Deno.test("reachedPackages() leaves out what only tests and scripts use", () => {
  for (const name of ["fast-check", "playwright-core", "axe-core", "ajv", "packageurl-js"]) {
    ok(!NAMES.includes(name), name);
  }
});

Deno.test("sbomText() gives each package its address, checksum and license", () => {
  const { metadata, components } = JSON.parse(sbomText(PACKAGES, OPTIONS));
  equal(metadata.component.purl, "pkg:github/leexport/leexport@v0.1.0");
  equal(metadata.timestamp, "2027-01-15T08:00:00.000Z");
  equal(components.length, PACKAGES.size + 1);
  const core = components.find(({ purl }: { purl: string }) =>
    purl.startsWith("pkg:npm/%40clack/core@")
  );
  equal(core.group, "@clack");
  deepEqual(core.licenses, [{ license: { id: "MIT" } }]);
  const checksum = PACKAGES.get(core["bom-ref"])?.integrity.replace("sha512-", "") ?? "";
  const content = Uint8Array.fromBase64(checksum).toHex();
  deepEqual(core.hashes, [{ alg: "SHA-512", content }]);
});

Deno.test("sbomText() tells of the runtime, and what depends on what", () => {
  const { components, dependencies } = JSON.parse(sbomText(PACKAGES, OPTIONS));
  const deno = components.find(({ name }: { name: string }) => name === "deno");
  deepEqual([deno.type, deno.version], ["platform", "2.9.6"]);
  const find = (start: string) =>
    dependencies.find(({ ref }: { ref: string }) => ref.startsWith(start));
  ok(find("tdigest@").dependsOn[0].startsWith("bintrees@"));
  equal(find("pkg:github/leexport/leexport@").dependsOn.length, components.length);
});

Deno.test("sbomText() is the same for the same packages in any order", () => {
  const reversed = new Map([...PACKAGES].toReversed());
  equal(sbomText(reversed, OPTIONS), sbomText(PACKAGES, OPTIONS));
});

Deno.test("the bill of materials keeps to the schema of CycloneDX 1.6, and the schema is strict", async () => {
  const text = sbomText(PACKAGES, OPTIONS);
  await assertValidSbom(text);
  await rejects(
    () => assertValidSbom(text.replace(`"components"`, `"parts"`)),
    /CycloneDX 1\.6 forbids it/,
  );
});
