import { fileNameFor, type Target } from "../build/target.ts";

/** How the files of a target are named. */
export interface ArchiveNames {
  /** The folder inside the archive; the archive is named after it. */
  readonly folder: string;
  readonly archive: string;
  readonly executable: string;
}

/**
 * Names the files of a target.
 *
 * @param version Such as `1.2.3`.
 */
export function archiveNames(target: Target, version: string): ArchiveNames {
  const folder = `leexport-${version}-${target}`;
  const ending = target.includes("windows") ? "zip" : "tar.gz";
  return { folder, archive: `${folder}.${ending}`, executable: fileNameFor(target) };
}
