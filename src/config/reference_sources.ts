import { resolve as resolvePath } from "node:path";
import type { Resolve, Resolved } from "./references.ts";
import { whyUnreadable } from "./unreadable.ts";

/** No key is longer; a device or a log file named by mistake is not read into memory. */
const LARGEST_BYTES = 65_536;

/** Where references are looked for. */
export interface ReferenceSources {
  /** Folder at which relative paths begin. */
  readonly folder: string;
  /** Finds an environment variable. */
  readonly env: (name: string) => string | undefined;
}

/**
 * Finds out what references stand for: environment variables, files, and the credentials of systemd. The line feed at
 * the end of a file does not count.
 */
export function referenceSources({ folder, env }: ReferenceSources): Resolve {
  return async ({ kind, name }) => {
    if (kind === "env") return fromEnvironment(name, env);
    if (kind === "file") return await fromFile(resolvePath(folder, name), `file ${name}`);
    const credentials = env("CREDENTIALS_DIRECTORY");
    if (credentials === undefined || credentials === "") {
      return {
        found: `credential ${name} is out of reach, for systemd named no credentials directory`,
        hint: "in a shell, set CREDENTIALS_DIRECTORY to the folder that holds it; " +
          `in a unit, add LoadCredential=${name}:/path/of/the/file`,
      };
    }
    if (name.includes("/") || name === "" || name === "..") {
      return { found: `"${name}" is no name of a credential`, hint: "write a name without /" };
    }
    return await fromFile(resolvePath(credentials, name), `credential ${name}`);
  };
}

function fromEnvironment(name: string, env: ReferenceSources["env"]): Resolved {
  if (!/^\w+$/.test(name)) {
    const found = `"${name}" is no name of an environment variable`;
    return { found, hint: "write letters, digits and _" };
  }
  const text = env(name);
  if (text !== undefined && text !== "") return { text };
  const found = `environment variable ${name} is ${text === undefined ? "not set" : "empty"}`;
  return { found, hint: `set ${name} where the program is started` };
}

async function fromFile(path: string, what: string): Promise<Resolved> {
  try {
    const { isFile, isDirectory, size } = await Deno.stat(path);
    if (isFile && size > LARGEST_BYTES) {
      return {
        found: `${what} is larger than 64 KiB`,
        hint: "name a file that holds only the key",
      };
    }
    if (!isFile && !isDirectory) {
      return { found: `${what} is no ordinary file`, hint: "name a file" };
    }
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await Deno.readFile(path));
    const trimmed = withoutLineEnd(text);
    if (trimmed !== "") return { text: trimmed };
    return { found: `${what} is empty`, hint: "write the key into it" };
  } catch (error) {
    const { found, hint } = whyUnreadable(error);
    return { found: `${what}: ${found}`, hint };
  }
}

function withoutLineEnd(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === "\n" || text[end - 1] === "\r")) end--;
  return text.slice(0, end);
}
