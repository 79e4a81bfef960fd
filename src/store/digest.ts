import { createHash } from "node:crypto";

/**
 * Names a payload by its content.
 *
 * @returns The first 16 hexadecimal digits of SHA-256.
 */
export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
