import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { RUN_FROM_SOURCE } from "../../src/process/self.ts";
import { runTool } from "../release/tool.ts";
import type { PackageFile } from "./package_file.ts";

const SOURCE = fileURLToPath(new URL("../../", import.meta.url));

/** Where Debian's shells look for the completions of a package. */
const COMPLETIONS = {
  bash: "usr/share/bash-completion/completions/leexport",
  zsh: "usr/share/zsh/vendor-completions/_leexport",
  fish: "usr/share/fish/vendor_completions.d/leexport.fish",
};

/**
 * Has the program print its completions. It runs from source: the executable that is packaged may be one for another
 * machine.
 */
export async function completions(): Promise<PackageFile[]> {
  return await Promise.all(
    Object.entries(COMPLETIONS).map(async ([shell, path]) => {
      const program = [...RUN_FROM_SOURCE, "--quiet", join(SOURCE, "main.ts")];
      const args = [...program, "completions", shell];
      return { path, text: await runTool(Deno.execPath(), args, { cwd: SOURCE }) };
    }),
  );
}

/**
 * Has the man pages written, `leexport.1` and others; their ending is their section.
 *
 * @param epoch Unix seconds of the day that they are of.
 */
export async function manPages(epoch: number): Promise<PackageFile[]> {
  const folder = await Deno.makeTempDir({ prefix: "leexport-man-" });
  try {
    const script = join(SOURCE, "scripts/man.ts");
    await runTool(Deno.execPath(), ["run", "-A", "--no-prompt", script, "--output", folder], {
      cwd: SOURCE,
      env: { SOURCE_DATE_EPOCH: String(epoch) },
    });
    const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).sort();
    return await Promise.all(names.map(async (name) => ({
      path: `usr/share/man/man${name.split(".").at(-1)}/${name}`,
      text: await Deno.readTextFile(join(folder, name)),
      form: "packed" as const,
    })));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
