/**
 * Names a payload by its content.
 *
 * @returns The first 16 hexadecimal digits of SHA-256.
 */
export function digestOf(text: string): string {
  // Imported, it would be loaded before the first query, and takes longer than all of the store.
  const { createHash } = globalThis.process.getBuiltinModule("node:crypto");
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
