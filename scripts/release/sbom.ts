/**
 * Lists what an executable is made of, as CycloneDX 1.6 in JSON. The same packages give the same text.
 *
 * @module
 */

import { Contrib, Enums, Models, Serialize, Spec, Validation } from "@cyclonedx/cyclonedx-library";
import { PackageURL } from "packageurl-js";
import parseSpdx from "spdx-expression-parse";
import { LeexportError } from "../../src/errors.ts";
import type { ReachedPackage, ReachedPackages } from "./reached_packages.ts";

/** What the packages are part of. */
export interface SbomOptions {
  /** Of leexport. */
  readonly version: string;
  /** Of Deno, which is in the executable too. */
  readonly denoVersion: string;
  /** When it was made, Unix seconds. */
  readonly epoch: number;
}

const { Component, Bom, Metadata, HashDictionary, LicenseRepository } = Models;
const licenses = new Contrib.License.Factories.LicenseFactory(parseSpdx);

/**
 * Writes the bill of materials.
 *
 * @returns JSON text.
 */
export function sbomText(packages: ReachedPackages, options: SbomOptions): string {
  const parts = new Map(Array.from(packages, ([key, reached]) => [key, componentOf(key, reached)]));
  for (const [key, { dependencies }] of packages) link(parts.get(key), dependencies, parts);
  const deno = program("deno", `pkg:github/denoland/deno@v${options.denoVersion}`);
  deno.type = Enums.ComponentType.Platform;
  const leexport = program("leexport", `pkg:github/leexport/leexport@v${options.version}`);
  for (const part of [deno, ...parts.values()]) leexport.dependencies.add(part.bomRef);
  const timestamp = new Date(options.epoch * 1000);
  const bom = new Bom({ metadata: new Metadata({ timestamp, component: leexport }) });
  for (const part of [deno, ...parts.values()]) bom.components.add(part);
  const factory = new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6);
  return `${new Serialize.JsonSerializer(factory).serialize(bom, { sortLists: true, space: 2 })}\n`;
}

/** Both programs have the same license. */
function program(name: string, purl: string): Models.Component {
  return new Component(Enums.ComponentType.Application, name, {
    bomRef: purl,
    purl,
    version: purl.slice(purl.lastIndexOf("@v") + 2),
    licenses: new LicenseRepository([licenses.makeFromString("MIT")]),
  });
}

function componentOf(key: string, reached: ReachedPackage): Models.Component {
  const { name, version, license, integrity } = reached;
  const [scope, rest] = name.startsWith("@") ? name.split("/") : [undefined, name];
  const [algorithm, checksum = ""] = integrity.split("-", 2);
  if (algorithm !== "sha512") throw new RangeError(`${key} has a checksum of ${algorithm}`);
  const hex = Uint8Array.fromBase64(checksum).toHex();
  return new Component(Enums.ComponentType.Library, rest ?? name, {
    bomRef: key,
    ...scope === undefined ? {} : { group: scope },
    version,
    purl: new PackageURL("npm", scope, rest, version).toString(),
    hashes: new HashDictionary([[Enums.HashAlgorithm["SHA-512"], hex]]),
    licenses: new LicenseRepository([licenses.makeFromString(license)]),
  });
}

function link(
  component: Models.Component | undefined,
  dependencies: readonly string[],
  parts: ReadonlyMap<string, Models.Component>,
): void {
  for (const name of dependencies) {
    const part = parts.get(name);
    if (part !== undefined) component?.dependencies.add(part.bomRef);
  }
}

/**
 * Holds a bill of materials against the schema of CycloneDX 1.6.
 *
 * @throws {LeexportError} If it does not keep to it.
 */
export async function assertValidSbom(text: string): Promise<void> {
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
  const faults = await validator.validate(text);
  if (faults === null) return;
  throw new LeexportError(
    `Cannot write the bill of materials: CycloneDX 1.6 forbids it (${JSON.stringify(faults)})`,
  );
}
