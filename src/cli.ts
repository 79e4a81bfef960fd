/** placeholder */
export function run(_args: readonly string[]): Promise<number> {
  return Promise.resolve(2);
}
