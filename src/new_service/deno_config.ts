import { dirname, join, resolve } from "node:path";
import { ENTRIES } from "./kit_source.ts";
import { LINE_WIDTH } from "./service_text.ts";

/** Name of the folder that the kit is written to. */
export const KIT_FOLDER = "leexport";

const [SERVICE, TESTING] = ENTRIES;

/** How Deno finds what modules and tests import. */
export const KIT_IMPORTS = {
  "leexport": `./${KIT_FOLDER}/${SERVICE}`,
  "leexport/testing": `./${KIT_FOLDER}/${TESTING}`,
} as const;

/** What Deno knows of the kit in a folder. */
export type KitPlace =
  /** No `deno.json` says anything of it. */
  | { readonly kind: "unknown" }
  /** The folder's own `deno.json` lacks it. */
  | { readonly kind: "lacking"; readonly file: string }
  /** The `deno.json` that counts here, or the one of its workspace, names the folder of the kit. */
  | { readonly kind: "mapped"; readonly file: string; readonly folder: string };

/** Writes the `deno.json` of a folder of services; it has what a module's sandbox asks of TypeScript. */
export function denoConfigText(): string {
  const config = {
    imports: KIT_IMPORTS,
    exclude: [`${KIT_FOLDER}/`],
    compilerOptions: {
      strict: true,
      exactOptionalPropertyTypes: true,
      noImplicitOverride: true,
      noUncheckedIndexedAccess: true,
      erasableSyntaxOnly: true,
    },
    fmt: { lineWidth: LINE_WIDTH },
  };
  return `${JSON.stringify(config, undefined, 2)}\n`;
}

/**
 * Finds out where Deno would look for the kit: it reads the nearest `deno.json`, and of those above only that of a
 * workspace.
 *
 * @param directory Folder of the services.
 */
export async function findKitPlace(directory: string): Promise<KitPlace> {
  const start = resolve(directory);
  let nearest: DenoConfig | undefined;
  for (let folder = start;; folder = dirname(folder)) {
    const config = await readDenoConfig(folder);
    const counts = nearest === undefined || config?.kind === "workspace";
    if (counts && config?.service !== undefined) {
      return { kind: "mapped", file: config.file, folder: dirname(join(folder, config.service)) };
    }
    nearest ??= config;
    if (folder === dirname(folder)) break;
  }
  if (nearest === undefined || dirname(nearest.file) !== start) return { kind: "unknown" };
  return { kind: "lacking", file: nearest.file };
}

interface DenoConfig {
  readonly file: string;
  readonly kind: "single" | "workspace";
  /** What `leexport` is, if `leexport/testing` is known as well. */
  readonly service: string | undefined;
}

async function readDenoConfig(folder: string): Promise<DenoConfig | undefined> {
  for (const name of ["deno.json", "deno.jsonc"]) {
    const file = join(folder, name);
    const text = await Deno.readTextFile(file).catch(() => undefined);
    if (text === undefined) continue;
    const kind = /"workspace"\s*:/.test(text) ? "workspace" : "single";
    return { file, kind, service: mappedService(text) };
  }
  return undefined;
}

/** A comment may stand anywhere in a `deno.jsonc`, so that only the two lines themselves are looked for. */
function mappedService(text: string): string | undefined {
  const [, service] = /"leexport"\s*:\s*"([^"]+)"/.exec(text) ?? [];
  return /"leexport\/testing"\s*:\s*"/.test(text) ? service : undefined;
}
