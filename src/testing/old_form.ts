/** What the form of 2016 holds for each group, whatever was asked for. */
const FUNCTIONS = ["count", "min", "max", "sum", "bytes", "percentile", "unique", "average"];
/** Members of `statistics` that the form has. */
const MEMBERS = ["from", "to", "count", "stats", "granularity", "timeseries", "groups"];
/** A whole number that a function gave. */
const WHOLE_REGEXP = new RegExp(`"(${FUNCTIONS.join("|")})":(-?\\d+)(?=[,}])`, "g");

/**
 * Writes an answer in the form of 2016: whole numbers as `38.0`, several functions for each group, no word about which was
 * asked for but the statement.
 *
 * @param body The answer in the form of today.
 * @param name Of the function.
 * @returns JSON.
 */
export function oldForm(
  { statistics, ...frame }: { readonly statistics: object },
  name: string,
): string {
  const members = Object.entries(statistics).filter(([member, value]) =>
    MEMBERS.includes(member) && !isEmpty(value)
  ).map(([member, value]) => [member, member === "groups" ? everyFunction(value, name) : value]);
  const old = { count: 0, ...Object.fromEntries(members) };
  return JSON.stringify({ ...frame, statistics: old }).replaceAll(WHOLE_REGEXP, '"$1":$2.0');
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

/** Zeros beside the function that was asked for: whoever takes another one notices. */
function everyFunction(groups: unknown, name: string): unknown {
  if (!Array.isArray(groups)) return groups;
  const zeros = Object.fromEntries([...FUNCTIONS, name].map((other) => [other, 0]));
  return groups.map((group: object) =>
    Object.fromEntries(
      Object.entries(group).map(([label, cell]) => [label, { ...zeros, ...cell }]),
    )
  );
}
