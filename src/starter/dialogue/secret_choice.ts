import { join } from "node:path";
import { referenceSources } from "../../config/reference_sources.ts";
import { REFERENCE_REGEXP, referenceKind } from "../../config/references.ts";
import { Secret } from "../../secret.ts";
import type { Asker } from "./asker.ts";

/** Where a secret is going to be found, and the secret itself as far as it is known. */
export interface ChosenSecret {
  /** For the config: `${env:NAME}`, `${file:NAME}`. */
  readonly written: string;
  /** `undefined` if it cannot be found yet. */
  readonly secret: Secret | undefined;
  /** The file that is to hold it, if it was typed: its name beside the config. */
  readonly file?: string;
}

/** Where secrets are looked for. */
export interface SecretSources {
  /** Folder of the config. */
  readonly folder: string;
  readonly env: (name: string) => string | undefined;
}

/** Asks where a secret is to come from, and for the secret if it is to be kept in a file. */
export async function askSecret(
  what: string,
  { variable, file, sources, ask }: {
    /** The environment variable that is offered. */
    readonly variable: string;
    /** The file beside the config that is offered. */
    readonly file: string;
    readonly sources: SecretSources;
    readonly ask: Asker;
  },
): Promise<ChosenSecret> {
  const isSet = Boolean(sources.env(variable));
  const fromFile = await exists(join(sources.folder, file))
    ? { value: "file", label: `Take it from ${file}, which is there` }
    : { value: "typed", label: `Type it now; it is kept in ${file}, which only you can read` };
  const fromEnv = {
    value: "env",
    label: `Take it from the environment variable ${variable}`,
    hint: isSet ? "it is set" : "it is not set yet",
  };
  const how = await ask.choose(
    `Where does the ${what} come from?`,
    isSet ? [fromEnv, fromFile] : [fromFile, fromEnv],
  );
  if (how === "typed") return await typeSecret(what, { file, ask });
  return await findSecret(how === "env" ? `\${env:${variable}}` : `\${file:${file}}`, sources);
}

async function typeSecret(
  what: string,
  { file, ask }: { readonly file: string; readonly ask: Asker },
): Promise<ChosenSecret> {
  const typed = await ask.typeHidden(`The ${what}`, {
    fault: (text) =>
      /^[\x21-\x7e]+$/.test(text) ? undefined : "Write the key as its settings show it",
  });
  return { written: `\${file:${file}}`, secret: new Secret(typed), file };
}

/** Finds a secret as a config has it: by its reference, or as it stands there. */
export async function findSecret(
  written: string,
  { folder, env }: SecretSources,
): Promise<ChosenSecret> {
  const [reference] = written.matchAll(REFERENCE_REGEXP);
  if (reference === undefined) return { written, secret: new Secret(written) };
  const [, word = "", name = ""] = reference;
  const kind = referenceKind(word);
  if (kind === undefined) return { written, secret: undefined };
  const { text } = await referenceSources({ folder, env })({ kind, name });
  return { written, secret: text === undefined ? undefined : new Secret(text.trim()) };
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch {
    return false;
  }
}
