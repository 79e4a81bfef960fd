import type { Architecture } from "./needed_packages.ts";

/**
 * Names the file of the package. GitHub replaces a `~` in the names of a release's files, and then they are not those of
 * `SHA256SUMS`; apt and dpkg read Debian's version inside the package.
 *
 * @param version Such as `1.2.3-rc.1`, not as Debian writes it.
 */
export function packageName(version: string, architecture: Architecture): string {
  return `leexport_${version}_${architecture}.deb`;
}
