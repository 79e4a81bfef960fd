import type { Key, KeyTable } from "../../src/key.ts";
import { defaultOf, valueOf } from "../reference/key_words.ts";

/**
 * Writes declared keys as a table in Markdown: what may be written, what holds without it, and what it means.
 *
 * @param keys By name, in the order of the rows.
 */
export function keyTable(keys: KeyTable): string {
  const entries = Object.entries(keys);
  if (entries.length === 0) return "It has no keys of its own.";
  const rows = entries.map(([name, key]) =>
    `| \`${name}\` | ${valueOf(key, code)} | ${defaultOf(key, code)} | ${meaningOf(key)} |`
  );
  return ["| key | value | default | meaning |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

function code(literal: string): string {
  return `\`${literal}\``;
}

function meaningOf({ help, secret, choices = [] }: Key): string {
  const details = choices.map(({ value, help }) => `\`${value}\`: ${help}`);
  return [help, ...secret ? ["Never shown"] : [], ...details].join(".<br>")
    .replaceAll("|", "\\|");
}
