import { MAINTAINER } from "./debian_changelog.ts";
import type { Needs } from "./needed_packages.ts";

export const HOMEPAGE = "https://github.com/leexport/leexport";

/** What the control file says besides what is always the same. */
export interface ControlFacts extends Needs {
  readonly version: string;
  /** What the files take on a disk, KiB. */
  readonly installedKib: number;
}

/**
 * Writes the control file of the package.
 *
 * @see https://www.debian.org/doc/debian-policy/ch-controlfields.html
 */
export function controlFile(facts: ControlFacts): string {
  return `Package: leexport
Version: ${facts.version}
Architecture: ${facts.architecture}
Maintainer: ${MAINTAINER}
Installed-Size: ${facts.installedKib}
Depends: ${facts.depends}
Section: net
Priority: optional
Homepage: ${HOMEPAGE}
Description: asks a log search API and pushes the answers to dashboards
 leexport asks statements of a log search API on schedule and pushes the
 answers to Geckoboard, Hosted Graphite, Kafka or a service of your own.
 Every payload arrives, waits, or is set aside in plain sight; a status page
 and metrics for Prometheus show how each search fares.
 .
 It runs as a hardened service of systemd, or by itself.
`;
}
