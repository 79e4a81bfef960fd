import type { StandInPlaces } from "./shell_script.ts";

/**
 * Has Deno write down how the embedded packages are resolved, as that is embedded, too: without it a package that no
 * static import leads to would not be known.
 *
 * @param packages `name@version`, as they are resolved.
 * @throws {Error} If Deno cannot.
 */
export async function lockPackages(
  packages: readonly string[],
  { denoDir, files, lock }: StandInPlaces,
): Promise<void> {
  const module = `${lock}.js`;
  await Deno.writeTextFile(module, moduleThatNames(packages));
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--no-prompt", "--cached-only", "--no-remote"],
      ...["--config", `${files}/stand_in.json`, "--lock", lock, "--frozen=false", module],
    ],
    env: { DENO_DIR: denoDir, NO_COLOR: "1" },
    stdout: "null",
  }).output();
  await Deno.remove(module);
  if (success) return;
  throw new Error(`Cannot make a stand-in: ${new TextDecoder().decode(stderr)}`);
}

/** Resolved with the module, but never run. The names of peers follow a version. */
function moduleThatNames(packages: readonly string[]): string {
  const specifiers = packages.map((name) => `npm:${name.replace(/(?<=.@[^_]*)_.*/, "")}`);
  const imports = specifiers.map((specifier) => `import(${JSON.stringify(specifier)})`);
  return `export const packages = () => [${imports.join(", ")}];\n`;
}
