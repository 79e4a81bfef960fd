import { homedir } from "node:os";
import { REGIONS } from "../config/schema.ts";
import { searchNames } from "../config/search_names.ts";
import { moduleName } from "../service_host/module_name.ts";
import { listShippedModules } from "../service_host/shipped_modules.ts";
import type { NameKind, Typed } from "./what_fits.ts";

/** Where a config usually is, for a command line that names none: what init writes, and what the unit runs. */
const USUAL_FILES = ["config.ini", "/etc/leexport/config.ini"];
/** Whoever waits for a completion does not wait for a larger file. */
const LARGEST_BYTES = 4_194_304;

/** Names that the program knows by looking for them; files and folders are the shell's. */
export type FoundKind = Exclude<NameKind, "files" | "folders">;

/**
 * Finds the names that may stand at a place of the command line. Of a config, only the names of its searches are read.
 *
 * @param kind What the names are of.
 * @param typed The command line so far: it may name a config file, or a folder of services.
 */
export async function findNames(
  kind: FoundKind,
  { given, operands }: Pick<Typed, "given" | "operands">,
): Promise<readonly string[]> {
  if (kind === "regions") return REGIONS;
  if (kind === "services") return await services(given.get("--services-dir"));
  const names = await searches(given.get("--config-file"));
  return names.filter((name) => !operands.includes(name));
}

async function searches(named: string | undefined): Promise<readonly string[]> {
  for (const file of named === undefined ? USUAL_FILES : [expand(named)]) {
    const text = await readText(file);
    if (text !== undefined) return searchNames(text);
  }
  return [];
}

/** No pipe is read: it would be empty when the command itself reads it. */
async function readText(file: string): Promise<string | undefined> {
  try {
    const { isFile, size } = await Deno.stat(file);
    return isFile && size <= LARGEST_BYTES ? await Deno.readTextFile(file) : undefined;
  } catch {
    return undefined;
  }
}

async function services(folder: string | undefined): Promise<readonly string[]> {
  const shipped = await listShippedModules();
  const own = folder === undefined ? [] : await moduleNames(expand(folder));
  return [...new Set([...shipped.map(({ name }) => name), ...own])].sort();
}

async function moduleNames(folder: string): Promise<string[]> {
  try {
    const entries = await Array.fromAsync(Deno.readDir(folder));
    return entries.flatMap(({ name }) => moduleName(name)?.name ?? []);
  } catch {
    return [];
  }
}

/** What a shell would have made of a path before the program sees it. */
function expand(path: string): string {
  return path
    .replace(/^~(?=\/|$)/, homedir)
    .replaceAll(
      /\$(?:(\w+)|\{(\w+)\})/g,
      (whole, plain, braced) => Deno.env.get(plain ?? braced) ?? whole,
    );
}
