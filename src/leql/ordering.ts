/** How two numbers may be compared. */
export type Ordering = "=" | "!=" | ">" | ">=" | "<" | "<=";

/**
 * Says whether a comparison holds.
 *
 * @param difference The left number less the right one.
 */
export function holds(operator: Ordering, difference: number): boolean {
  switch (operator) {
    case "=":
      return difference === 0;
    case "!=":
      return difference !== 0;
    case ">":
      return difference > 0;
    case ">=":
      return difference >= 0;
    case "<":
      return difference < 0;
    case "<=":
      return difference <= 0;
  }
}
