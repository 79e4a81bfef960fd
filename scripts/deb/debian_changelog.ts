import { type ChangelogSection, findSection } from "../release/changelog.ts";

/** Who is named as the maintainer of the package. */
export const MAINTAINER = "leexport maintainers <leexport@users.noreply.github.com>";

const HEADING_REGEXP = /^## (\S+)/gm;
/** Columns of a line; policy wants fewer than 80. */
const WIDTH = 78;

/**
 * Writes `CHANGELOG.md` as `apt changelog` and `apt-listchanges` read it: the points of each section, newest first.
 *
 * @param markdown The text of `CHANGELOG.md`.
 * @param options.version Version of the package; a section that is not released yet is told as its.
 * @param options.epoch Unix seconds that a section without a date is told to be of.
 * @see https://www.debian.org/doc/debian-policy/ch-source.html#debian-changelog-debian-changelog
 */
export function debianChangelog(
  markdown: string,
  { version, epoch }: { readonly version: string; readonly epoch: number },
): string {
  const names = Array.from(markdown.matchAll(HEADING_REGEXP), ([, name = ""]) => name);
  const sections = names.map((name) => findSection(markdown, name))
    .filter((section) => section !== undefined);
  const entries = sections.flatMap((section) => {
    const points = pointsOf(section);
    if (points.length === 0) return [];
    const name = section.name === "Unreleased" ? version : debianVersion(section.name);
    return [entry(points, { name, date: dateOf(section, epoch) })];
  });
  return entries.join("\n");
}

/** Versions that come before a release sort before it in Debian only behind `~`. */
export function debianVersion(version: string): string {
  return version.replace("-", "~");
}

function entry(
  points: readonly string[],
  { name, date }: { readonly name: string; readonly date: Date },
): string {
  return [
    `leexport (${name}) unstable; urgency=medium`,
    "",
    ...points.flatMap(wrapped),
    "",
    ` -- ${MAINTAINER}  ${date.toUTCString().replace("GMT", "+0000")}`,
    "",
  ].join("\n");
}

function dateOf({ date }: ChangelogSection, epoch: number): Date {
  return date === undefined ? new Date(epoch * 1000) : new Date(`${date}T00:00:00Z`);
}

/** The points of a section's lists, each in one line. */
function pointsOf({ text }: ChangelogSection): string[] {
  return text.split(/^- /m).slice(1).map((point) =>
    (point.split(/\n(?! )/, 1)[0] ?? "").replaceAll(/\s+/g, " ").trim()
  );
}

function wrapped(point: string): string[] {
  const lines: string[] = [];
  let line = "  *";
  for (const word of point.split(" ")) {
    if (line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = "   ";
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}
