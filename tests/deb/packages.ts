import { join } from "node:path";
import { buildPackage } from "../../scripts/deb/build_package.ts";
import { canRun } from "../servers/requirement.ts";

/** Stands for the executable of a release: a small one that says its version, too. */
export const STAND_IN = "/usr/bin/gzip";

/** What packages cannot be built or looked at without; `undefined` if all is there. */
export const NO_PACKAGES: string | undefined = await missingTool({
  "dpkg-deb": "dpkg",
  readelf: "binutils",
  gzip: "gzip",
  lintian: "lintian",
});

async function missingTool(packages: Readonly<Record<string, string>>) {
  for (const [tool, name] of Object.entries(packages)) {
    if (!await canRun(tool, ["--version"])) return `${tool} is not there (Debian package ${name})`;
  }
}

/** A package in a folder of its own, which is removed when disposed of. */
export interface BuiltPackage extends AsyncDisposable {
  readonly folder: string;
  readonly path: string;
}

/** Builds a package. */
export async function buildInFolder(binary = STAND_IN): Promise<BuiltPackage> {
  const folder = await Deno.makeTempDir({ prefix: "leexport-built-" });
  const path = await buildPackage({ binary, output: folder, architecture: undefined });
  return {
    folder,
    path,
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

/**
 * Makes of a package the one that comes after it: version 99, and a config that says something new.
 *
 * @returns Its path, in the same folder.
 */
export async function nextPackage({ folder, path }: BuiltPackage): Promise<string> {
  const files = join(folder, "next");
  await outputOf("dpkg-deb", ["--raw-extract", path, files]);
  const control = await Deno.readTextFile(join(files, "DEBIAN/control"));
  await Deno.writeTextFile(
    join(files, "DEBIAN/control"),
    control.replace(/^Version: .*$/m, "Version: 99"),
  );
  const config = join(files, "etc/leexport/config.ini");
  await Deno.writeTextFile(config, "# What the next version says.\n", { append: true });
  const next = join(folder, "next.deb");
  await outputOf("dpkg-deb", ["--root-owner-group", "--build", files, next]);
  return next;
}

/**
 * Runs a tool to its end.
 *
 * @returns Both of its outputs.
 * @throws {Error} If it fails.
 */
export async function outputOf(
  command: string,
  args: readonly string[],
  options: Pick<Deno.CommandOptions, "cwd"> = {},
): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(command, {
    ...options,
    args: [...args],
    env: { LC_ALL: "C" },
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  const text = `${decoder.decode(stdout)}${decoder.decode(stderr)}`;
  if (!success) throw new Error(`${command} failed:\n${text}`);
  return text;
}
