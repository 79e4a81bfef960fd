/** The keys of one event with their values, in the order of the line. */
export type Fields = readonly (readonly [key: string, value: string])[];

const DEEPEST = 20;

/**
 * Takes a JSON object apart: `{"a":{"b":1},"c":["x"]}` has the keys `a.b` and `c.0`.
 *
 * @param object As `JSON.parse` gave it.
 * @returns Its numbers, texts, booleans and nulls as texts.
 */
export function fieldsOfObject(object: object): Fields {
  const fields: [string, string][] = [];
  collect(object, "", { fields, depth: 0 });
  return fields;
}

function collect(
  object: object,
  prefix: string,
  { fields, depth }: { readonly fields: [string, string][]; readonly depth: number },
): void {
  if (depth > DEEPEST) return;
  for (const [name, value] of Object.entries(object) as [string, unknown][]) {
    const key = prefix + name;
    if (typeof value === "object" && value !== null) {
      collect(value, `${key}.`, { fields, depth: depth + 1 });
    } else {
      fields.push([key, String(value)]);
    }
  }
}
