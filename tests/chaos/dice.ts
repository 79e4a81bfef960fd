/**
 * Throws dice that fall the same way whenever the same is asked: what is decided about the third try of a window does
 * not depend on what else happened before it, so a seed repeats the decisions of a run although its timing differs.
 *
 * @param seed The run's.
 * @param names What is decided, as finely as wanted.
 * @returns From 0 (included) to 1 (not included).
 */
export function dice(seed: number, ...names: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const character of `${seed}\n${names.join("\n")}`) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return mixed(hash) / 2 ** 32;
}

/** Picks one of several, each as likely as its share: `pick(roll, { none: 8, reset: 1, silence: 1 })`. */
export function pick<Name extends string>(
  roll: number,
  shares: Readonly<Record<Name, number>>,
): Name {
  const entries = Object.entries<number>(shares) as [Name, number][];
  let rest = roll * entries.reduce((sum, [, share]) => sum + share, 0);
  for (const [name, share] of entries) {
    rest -= share;
    if (rest < 0) return name;
  }
  throw new RangeError("nothing to pick from");
}

/** Spreads what differs in few bits over all of them; the last step of MurmurHash3. */
function mixed(hash: number): number {
  let mix = hash;
  mix = Math.imul(mix ^ (mix >>> 16), 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return (mix ^ (mix >>> 16)) >>> 0;
}
