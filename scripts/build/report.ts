import type { BakedPermissions, Executable } from "./executable.ts";

const MEBIBYTE = 1024 * 1024;

/**
 * Tells what has been built: a line for each fact, its name first.
 *
 * @param options.size Bytes of the whole file.
 */
export function reportOn(
  { metadata, files, npmPackages, payloadSize }: Executable,
  { path, target, size }: {
    readonly path: string;
    readonly target: string;
    readonly size: number;
  },
): string {
  return Object.entries({
    file: path,
    target,
    size: mebibytes(size),
    payload: `${mebibytes(payloadSize)}, ${files.size} files, ${npmPackages.length} npm packages`,
    permissions: permissionsText(metadata.permissions),
  }).map(([name, fact]) => `${name.padEnd(12)} ${fact}`).join("\n");
}

/** `net, read, env=HOME, sys but hostname`; what is not named is not permitted. */
export function permissionsText(permissions: BakedPermissions): string {
  const granted = Object.entries(permissions).flatMap(([name, values]) => {
    const kind = /^allow_(?<kind>.+)/.exec(name)?.groups?.["kind"];
    if (kind === undefined || !Array.isArray(values)) return [];
    const denied = permissions[`deny_${kind}`];
    if (denied?.length === 0) return [];
    const granted = values.length === 0 ? kind : `${kind}=${values.join(",")}`;
    return [denied ? `${granted} but ${denied.join(",")}` : granted];
  });
  return granted.sort().join(", ");
}

function mebibytes(bytes: number): string {
  return `${(bytes / MEBIBYTE).toFixed(1)} MiB`;
}
