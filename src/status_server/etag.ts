import { createHash } from "node:crypto";

/** Makes the tag by which a browser asks whether the text that it has is still the newest. */
export function etagOf(text: string): string {
  return `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
}

/** Whether a request comes from who has what this tag stands for. */
export function isKnown(etag: string, { headers }: Request): boolean {
  const tags = (headers.get("if-none-match") ?? "").split(",");
  // Whoever compresses an answer on its way calls its tag weak.
  return tags.some((tag) => tag.trim().replace(/^W\//, "") === etag);
}
