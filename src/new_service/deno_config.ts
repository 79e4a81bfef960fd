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
  /** A `deno.json` of this folder or of one above names the folder of the kit. */
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
 * Finds out where Deno would look for the kit.
 *
 * @param directory Folder of the services.
 */
export async function findKitPlace(directory: string): Promise<KitPlace> {
  const start = resolve(directory);
  const own = await readDenoConfig(start);
  for (let folder = start;; folder = dirname(folder)) {
    const config = folder === start ? own : await readDenoConfig(folder);
    if (config?.service !== undefined) {
      return { kind: "mapped", file: config.file, folder: dirname(join(folder, config.service)) };
    }
    if (folder === dirname(folder)) break;
  }
  return own === undefined ? { kind: "unknown" } : { kind: "lacking", file: own.file };
}

interface DenoConfig {
  readonly file: string;
  /** What `leexport` is, if `leexport/testing` is known as well. */
  readonly service: string | undefined;
}

async function readDenoConfig(folder: string): Promise<DenoConfig | undefined> {
  for (const name of ["deno.json", "deno.jsonc"]) {
    const file = join(folder, name);
    const text = await Deno.readTextFile(file).catch(() => undefined);
    if (text !== undefined) return { file, service: mappedService(text) };
  }
  return undefined;
}

/** A comment may stand anywhere in a `deno.jsonc`, so that only the two lines themselves are looked for. */
function mappedService(text: string): string | undefined {
  const [, service] = /"leexport"\s*:\s*"([^"]+)"/.exec(text) ?? [];
  return /"leexport\/testing"\s*:\s*"/.test(text) ? service : undefined;
}
