import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { runTool } from "../release/tool.ts";
import type { PackageFile } from "./package_file.ts";

/** What lies in the folder that stands for `/`. */
export interface PackedEntry {
  /** Below the folder, without a slash at either end. */
  readonly path: string;
  readonly kind: "file" | "folder";
  readonly bytes: number;
}

/**
 * Writes files into a folder. Modes are set afterwards: this process may have a mask that takes from them.
 *
 * @param folder Stands for `/`.
 */
export async function writeFiles(folder: string, files: readonly PackageFile[]): Promise<void> {
  for (const { path, text, form } of files) {
    const whole = join(folder, path);
    await Deno.mkdir(dirname(whole), { recursive: true });
    await Deno.writeTextFile(whole, text);
    await Deno.chmod(whole, form === "executable" ? 0o755 : 0o644);
    if (form === "packed") await runTool("gzip", ["-9", "-n", whole]);
  }
}

/** Lists what lies in a folder, by name; a folder comes before what it holds. */
export async function listEntries(folder: string, below = ""): Promise<PackedEntry[]> {
  const children = await Array.fromAsync(Deno.readDir(join(folder, below)));
  const names = children.map(({ name }) => join(below, name)).sort();
  const lists = await Promise.all(names.map(async (path): Promise<PackedEntry[]> => {
    const { isDirectory, size } = await Deno.lstat(join(folder, path));
    if (!isDirectory) return [{ path, kind: "file", bytes: size }];
    return [{ path, kind: "folder", bytes: 0 }, ...await listEntries(folder, path)];
  }));
  return lists.flat();
}

/**
 * Says what files take when they are installed, as dpkg-gencontrol reckons: whole KiB for each, and one for a folder.
 *
 * @returns KiB.
 */
export function installedKib(entries: readonly PackedEntry[]): number {
  return entries.reduce(
    (sum, { kind, bytes }) => sum + (kind === "folder" ? 1 : Math.ceil(bytes / 1024)),
    0,
  );
}

/** Writes the sums of files as `debsums` and `dpkg --verify` read them. */
export async function md5sums(folder: string, entries: readonly PackedEntry[]): Promise<string> {
  const lines: string[] = [];
  for (const { path, kind } of entries) {
    if (kind === "folder") continue;
    const hash = createHash("md5");
    await pipeline(createReadStream(join(folder, path)), hash);
    lines.push(`${hash.digest("hex")}  ${path}\n`);
  }
  return lines.join("");
}
