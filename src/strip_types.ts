import type { ModuleSource } from "./service_description.ts";

const WHERE_REGEXP = / at file:\/\/\/.*?:(\d+):(\d+)$/;

/**
 * Takes the types out of TypeScript, leaving every line and column where it was.
 *
 * @param text Of a `.ts` file.
 * @returns JavaScript; or the same text, if its grammar is wrong: loading it will say where.
 * @throws {TypeError} If it uses syntax that is more than types; the text says what and where.
 */
export async function stripTypes(text: string): Promise<ModuleSource> {
  const { stripTypeScriptTypes } = await import("node:module");
  try {
    return { text: stripTypeScriptTypes(text), language: "javascript" };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const [tail, line, column] = WHERE_REGEXP.exec(message) ?? [];
    if (tail === undefined) return { text, language: "typescript" };
    const said = message.slice(0, -tail.length).replace(" in strip-only mode", "");
    throw new TypeError(`line ${line}, column ${column}: ${said}`);
  }
}
