/** What a release is built for, as `deno compile --target` calls it. */
export const TARGETS = [
  "x86_64-unknown-linux-gnu",
  "aarch64-unknown-linux-gnu",
  "x86_64-apple-darwin",
  "aarch64-apple-darwin",
  "x86_64-pc-windows-msvc",
] as const;

/** One of {@linkcode TARGETS}. */
export type Target = typeof TARGETS[number];

/** How the files of a target are named. */
export interface TargetNames {
  /** The folder inside the archive; the archive is named after it. */
  readonly folder: string;
  readonly archive: string;
  readonly executable: string;
}

/**
 * Names the files of a target.
 *
 * @param version Such as `0.1.0`.
 */
export function namesOf(target: Target, version: string): TargetNames {
  const folder = `leexport-${version}-${target}`;
  return target.includes("windows")
    ? { folder, archive: `${folder}.zip`, executable: "leexport.exe" }
    : { folder, archive: `${folder}.tar.gz`, executable: "leexport" };
}
