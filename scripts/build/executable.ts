/**
 * Reads back what `deno compile` has put into an executable. The payload lies in one piece in a section of its own
 * (`.note.sui` in ELF, `__SUI` in Mach-O, a resource in PE), so it is found by how it begins, whatever the platform:
 *
 *     d3n0l4nd  metadata  npm packages  names of remote modules  redirects  remote modules  file tree  file bytes  d3n0l4nd
 *
 * @see cli/rt/binary.rs of Deno 2.9, which reads the same
 * @module
 */

import { Buffer } from "node:buffer";
import { ByteReader } from "./byte_reader.ts";
import { type EmbeddedFiles, embeddedFiles, type VfsEntry } from "./embedded_files.ts";

/** For each kind of permission: `null` is none, `[]` is all, else what is granted. */
export interface BakedPermissions {
  readonly [kind: `${"allow" | "deny" | "ignore"}_${string}`]: readonly string[] | null;
  readonly prompt: boolean;
}

/** What an executable is told about itself, under the names that Deno gives it; more is in it than is listed here. */
export interface ExecutableMetadata {
  /** Arguments before those that a person types. */
  readonly argv: readonly string[];
  /** `null` if nothing is kept in a code cache. */
  readonly code_cache_key: number | null;
  readonly permissions: BakedPermissions;
  readonly v8_flags: readonly string[];
  readonly env_vars_from_env_file: Readonly<Record<string, string>>;
  /** `json` is the import map as text. */
  readonly workspace_resolver: {
    readonly import_map: { readonly specifier: string; readonly json: string } | null;
  };
  /** Path of the main module below the root of the embedded files. */
  readonly entrypoint_key: string;
  readonly unstable_config: { readonly features: readonly string[] };
  readonly otel_config: { readonly tracing_enabled: boolean; readonly metrics_enabled: boolean };
  readonly app_name?: string;
  readonly app_version?: string;
}

/** What has been read back. */
export interface Executable extends EmbeddedFiles {
  readonly metadata: ExecutableMetadata;
  /** `name@version`, as they are resolved. */
  readonly npmPackages: readonly string[];
  /** Bytes of the whole payload; the rest of the file is the runtime. */
  readonly payloadSize: number;
}

const MAGIC = Buffer.from("d3n0l4nd");
/** Whatever comes later, Deno writes the arguments first. */
const METADATA_BEGINS = Buffer.from('{"argv":');

/**
 * Reads an executable, which need not run on this machine.
 *
 * @throws {TypeError} If nothing is embedded in the file, or it is written in another way.
 */
export async function readExecutable(path: string): Promise<Executable> {
  const bytes = Buffer.from((await Deno.readFile(path)).buffer);
  const start = findPayload(bytes);
  if (start === undefined) throw new TypeError(`Cannot read ${path}: nothing is embedded in it`);
  try {
    return readPayload(bytes, start);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TypeError(`Cannot read ${path}: ${reason}`, { cause: error });
  }
}

/** The runtime holds the magic word, too, but not with metadata behind it and its length. */
function findPayload(bytes: Buffer): number | undefined {
  for (let at = bytes.indexOf(MAGIC); at >= 0; at = bytes.indexOf(MAGIC, at + 1)) {
    const metadata = at + MAGIC.length + 8;
    if (METADATA_BEGINS.equals(bytes.subarray(metadata, metadata + METADATA_BEGINS.length))) {
      return at;
    }
  }
}

function readPayload(bytes: Uint8Array, start: number): Executable {
  const reader = new ByteReader(bytes, start + MAGIC.length);
  const metadata: ExecutableMetadata = JSON.parse(textOf(reader.block64()));
  const npmPackages = readPackages(reader.block64());
  skipRemoteModules(reader);
  const tree: readonly VfsEntry[] = JSON.parse(textOf(reader.block64()));
  const files = embeddedFiles(tree, reader.block64());
  if (!MAGIC.equals(reader.bytes(MAGIC.length))) {
    throw new RangeError("it does not end as it begins");
  }
  return { metadata, npmPackages, ...files, payloadSize: reader.position - start };
}

/** The first list of the snapshot, which names some twice; which package needs which comes after it. */
function readPackages(snapshot: Uint8Array): string[] {
  if (snapshot.length === 0) return [];
  const reader = new ByteReader(snapshot, 0);
  const packages = Array.from({ length: reader.u32() }, () => textOf(reader.block32()));
  return [...new Set(packages)].sort();
}

/** This program has none but the names of what it imports from npm. */
function skipRemoteModules(reader: ByteReader): void {
  for (let left = reader.u32(); left > 0; left--) {
    reader.block32();
    reader.u32();
  }
  reader.bytes(reader.u32() * 8);
  if (reader.u32() !== 0) throw new RangeError("it holds modules from the network");
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
