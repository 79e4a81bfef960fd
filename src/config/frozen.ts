import { Secret } from "../secret.ts";

/**
 * Freezes plain data, arrays, maps and all below them.
 *
 * @param value Data made by the caller alone.
 * @returns The same value.
 */
export function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  if (value instanceof Map) freezeMap(value);
  if (!(value instanceof Secret)) Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}

/** `Object.freeze` leaves a map's entries changeable. */
function freezeMap(map: Map<unknown, unknown>): void {
  map.forEach((value) => deepFreeze(value));
  const refuse = () => {
    throw new TypeError("the map is frozen");
  };
  for (const name of ["set", "delete", "clear"]) {
    Object.defineProperty(map, name, { value: refuse });
  }
}
