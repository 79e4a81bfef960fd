/** A heading of CHANGELOG.md: `## 0.1.0 (2026-12-01)`, also with `v` or brackets. */
const VERSION_REGEXP = /^## \D*(\d+\.\d+\.\d+[\w.+-]*)/;

/**
 * Says which day a page is of, so that the same source always gives the same page.
 *
 * @param changelog Text of CHANGELOG.md.
 * @param options.version Of the program.
 * @param options.epoch `SOURCE_DATE_EPOCH`, seconds, if it is set: it goes first.
 * @param options.license Text of LICENSE: where the version has not been released yet, its year stands for the day.
 * @returns As mdoc(7) writes a day: `November 24, 2026`.
 * @throws {RangeError} If `epoch` is no number of seconds.
 * @see https://reproducible-builds.org/specs/source-date-epoch/
 */
export function pageDate(
  changelog: string,
  { version, epoch, license }: {
    readonly version: string;
    readonly epoch: string | undefined;
    readonly license: string;
  },
): string {
  return new Intl.DateTimeFormat("en-US", { dateStyle: "long", timeZone: "UTC" })
    .format(day({ changelog, version, epoch, license }));
}

function day(
  { changelog, version, epoch = "", license }: {
    readonly changelog: string;
    readonly version: string;
    readonly epoch: string | undefined;
    readonly license: string;
  },
): Date {
  if (epoch !== "") {
    if (!/^\d{1,11}$/.test(epoch)) {
      throw new RangeError(`SOURCE_DATE_EPOCH is no number of seconds: "${epoch}"`);
    }
    return new Date(Number(epoch) * 1000);
  }
  const released = changelog.split("\n")
    .filter((line) => VERSION_REGEXP.exec(line)?.[1] === version)
    .map((line) => /\d{4}-\d{2}-\d{2}/.exec(line)?.[0])[0];
  return new Date(`${released ?? `${/\d{4}/.exec(license)?.[0]}-01-01`}T00:00:00Z`);
}
