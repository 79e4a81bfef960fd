import { join } from "node:path";
import { LeexportError } from "../../src/errors.ts";
import type { Target } from "./target.ts";

/** What `deno compile` says when there is no runtime for it, and what that means. */
const TROUBLES: readonly (readonly [said: string, found: string])[] = [
  ["Setting up base binary", "it cannot be downloaded"],
  ["Could not find denort at", "there is no such file"],
  ["Writing binary bytes", "that file is none"],
];

/**
 * Explains a failure of `deno compile` to get the runtime that it embeds the program into, which is not the `deno` that
 * is installed.
 *
 * @param said What `deno compile` wrote to standard error.
 * @returns `undefined` if it failed for another reason.
 */
export function runtimeTrouble(said: string, target: string): LeexportError | undefined {
  const given = Deno.env.get("DENORT_BIN");
  const from = given ?? /Download (?<url>\S+)/.exec(said)?.groups?.["url"];
  const found = TROUBLES.find(([words]) => said.includes(words))?.[1];
  if (from === undefined || found === undefined) return undefined;
  return lackOf(`the runtime ${from}`, { target, found, given });
}

/**
 * Explains that `deno compile` took a runtime for another system than the one that was asked for.
 *
 * @param system What the runtime is for; `undefined` if it is for none that there are executables for.
 */
export function foreignRuntime(system: Target | undefined, target: string): LeexportError {
  const given = Deno.env.get("DENORT_BIN");
  const runtime = given === undefined ? "a runtime" : `the runtime ${given}`;
  const found = `that file is for ${system ?? "another system"}`;
  return lackOf(runtime, { target, found, given });
}

function lackOf(
  runtime: string,
  { target, found, given }: {
    readonly target: string;
    readonly found: string;
    readonly given: string | undefined;
  },
): LeexportError {
  return new LeexportError(
    `Cannot build leexport: deno compile needs ${runtime} for ${target}, but ${found}`,
    { hint: hintFor(target, given) },
  );
}

function hintFor(target: string, given: string | undefined): string {
  if (given !== undefined) return `let DENORT_BIN name a denort ${Deno.version.deno} for ${target}`;
  const place = join("release", `v${Deno.version.deno}`, `denort-${target}.zip`);
  return `fetch that file where there is a network and put it at ${
    join("DENO_DIR", "dl", place)
  } (deno info shows DENO_DIR), or unpack it and let DENORT_BIN name the denort in it`;
}
