import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { starterConfig } from "../release/starter_config.ts";
import { copyrightFile } from "./copyright.ts";
import { debianChangelog } from "./debian_changelog.ts";
import type { PackageFile } from "./package_file.ts";
import { packagedUnit } from "./packaged_unit.ts";
import { completions, manPages } from "./printed_files.ts";

/** The config, which dpkg keeps as a person has changed it. */
export const CONFIG = "etc/leexport/config.ini";

/** The key is handed over by systemd. A password would be the same everywhere. */
const SECRETS = { apiKey: "${credential:log-search}", statusToken: undefined };
const SOURCE = fileURLToPath(new URL("../../", import.meta.url));
const DOC = "usr/share/doc/leexport";
/** What is of no use to somebody who has no checkout: the demo, and what is elsewhere in the package. */
const LEFT_OUT = ["README.md", "config.ini", "access.log", "leexport.service"];

/**
 * Lists every file of the package but for the executable, and for the control file and the sums, which are made of the
 * rest.
 *
 * @param options.version As Debian writes it.
 * @param options.epoch Unix seconds of what has no date of its own.
 */
export async function packageFiles(
  options: { readonly version: string; readonly epoch: number },
): Promise<PackageFile[]> {
  const changelog = debianChangelog(await read("CHANGELOG.md"), options);
  return [
    { path: CONFIG, text: await starterConfig(SECRETS) },
    { path: "DEBIAN/conffiles", text: `/${CONFIG}\n` },
    ...await maintainerScripts(),
    {
      path: "usr/lib/systemd/system/leexport.service",
      text: packagedUnit(await read("examples/leexport.service")),
    },
    ...await completions(),
    ...await manPages(options.epoch),
    { path: `${DOC}/changelog`, text: changelog, form: "packed" },
    { path: `${DOC}/copyright`, text: copyrightFile(await read("LICENSE")) },
    { path: `${DOC}/README.Debian`, text: await read("scripts/deb/README.Debian") },
    ...await examples(),
    {
      path: "usr/share/lintian/overrides/leexport",
      text: await read("scripts/deb/lintian-overrides"),
    },
  ];
}

async function maintainerScripts(): Promise<PackageFile[]> {
  return await Promise.all(["postinst", "prerm", "postrm"].map(async (name) => ({
    path: `DEBIAN/${name}`,
    text: await read(`scripts/deb/${name}`),
    form: "executable" as const,
  })));
}

async function examples(): Promise<PackageFile[]> {
  const files: PackageFile[] = [];
  for await (const path of filesIn("examples")) {
    files.push({ path: `${DOC}/${path}`, text: await read(path) });
  }
  return files;
}

async function* filesIn(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(join(SOURCE, folder))) {
    if (isDirectory) yield* filesIn(`${folder}/${name}`);
    else if (!LEFT_OUT.includes(name)) yield `${folder}/${name}`;
  }
}

function read(path: string): Promise<string> {
  return Deno.readTextFile(join(SOURCE, path));
}
