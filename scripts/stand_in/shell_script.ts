import type { BakedPermissions, ExecutableMetadata } from "../build/executable.ts";

/** Absolute paths of the parts of a stand-in. */
export interface StandInPlaces {
  readonly denoDir: string;
  readonly files: string;
  /** How packages are resolved. */
  readonly lock: string;
  readonly preload: string;
}

/** `deno run` would take traces, and where packages come from, from the environment; an executable has them built in. */
const ENVIRONMENT =
  "unset NPM_CONFIG_REGISTRY\nexport OTEL_SDK_DISABLED=true DENO_NO_UPDATE_CHECK=1";
/** V8 takes the first of its flags for the name of the program. */
const FLAGS_BEGIN = 1;

/**
 * Writes the script that runs the embedded files by the plain `deno`, which it becomes, so that signals reach that.
 *
 * @throws {Error} If something is built in that cannot be given to the plain `deno`.
 */
export function shellScript(metadata: ExecutableMetadata, places: StandInPlaces): string {
  const cannot = "Cannot make a stand-in";
  if (Object.keys(metadata.env_vars_from_env_file).length > 0) {
    throw new Error(`${cannot}: variables of the environment are built in`);
  }
  if (metadata.otel_config.tracing_enabled) throw new Error(`${cannot}: traces are built in`);
  const command = [
    ...[Deno.execPath(), "run", "--quiet", "--cached-only", "--no-remote"],
    // As an executable does: what is imported later is loaded only then.
    "--unstable-lazy-dynamic-imports",
    ...["--lock", places.lock, "--frozen"],
    ...["--config", `${places.files}/stand_in.json`, "--preload", places.preload],
    ...(metadata.code_cache_key === null ? ["--no-code-cache"] : []),
    `--v8-flags=${metadata.v8_flags.slice(FLAGS_BEGIN).join(",")}`,
    ...permissionFlags(metadata.permissions),
    `${places.files}/${metadata.entrypoint_key}`,
    ...metadata.argv,
  ];
  return `#!/bin/sh
${ENVIRONMENT} DENO_DIR=${quoted(places.denoDir)}
exec ${command.map(quoted).join(" ")} "$@"
`;
}

/** Gives `deno run` the permissions that are built in. */
export function permissionFlags({ prompt, ...kinds }: BakedPermissions): string[] {
  const flags = Object.entries(kinds).flatMap(([kind, names]) => {
    if (!Array.isArray(names)) return [];
    const flag = `--${kind.replace("_", "-")}`;
    return names.length === 0 ? [flag] : [`${flag}=${names.map(withoutComma).join(",")}`];
  });
  return prompt ? flags : ["--no-prompt", ...flags];
}

/** A comma separates names, and no sign keeps it from that. */
function withoutComma(name: string): string {
  if (name.includes(",")) throw new Error(`Cannot make a stand-in: "${name}" has a comma`);
  return name;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
