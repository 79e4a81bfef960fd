/** A piece of the bytes that all files share: where it begins and how long it is. */
type Piece = readonly [offset: number, length: number];

/** An entry of the embedded file system, under the letters that `deno compile` gives it. */
export type VfsEntry =
  | { readonly Dir: { readonly n: string; readonly e: readonly VfsEntry[] } }
  | { readonly File: VfsFile }
  | { readonly Symlink: { readonly n: string; readonly p: readonly string[] } };

interface VfsFile {
  readonly n: string;
  /** As it was on disk. */
  readonly o: Piece;
  /** As JavaScript, with its source map and its CommonJS exports. */
  readonly m?: Piece;
  readonly s?: Piece;
  readonly c?: Piece;
}

/** What an executable holds, by paths below the root of its file system: `src/cli.ts`. */
export interface EmbeddedFiles {
  /** Bytes as they were on disk. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Where links lead, as a path below the same root. */
  readonly links: ReadonlyMap<string, string>;
  /** Bytes that a file takes up with what was made of it; what two files share counts for both. */
  readonly sizes: ReadonlyMap<string, number>;
}

/**
 * Lists every file of a tree.
 *
 * @param data The bytes that all files share.
 */
export function embeddedFiles(tree: readonly VfsEntry[], data: Uint8Array): EmbeddedFiles {
  const files = new Map<string, Uint8Array>();
  const links = new Map<string, string>();
  const sizes = new Map<string, number>();
  const walk = (entries: readonly VfsEntry[], above: string): void => {
    for (const entry of entries) {
      if ("Dir" in entry) walk(entry.Dir.e, `${above}${entry.Dir.n}/`);
      else if ("Symlink" in entry) links.set(above + entry.Symlink.n, entry.Symlink.p.join("/"));
      else {
        const [offset, length] = entry.File.o;
        files.set(above + entry.File.n, data.subarray(offset, offset + length));
        sizes.set(above + entry.File.n, sizeOf(entry.File));
      }
    }
  };
  walk(tree, "");
  return { files, links, sizes };
}

function sizeOf({ o, m, s, c }: VfsFile): number {
  return [o, m, s, c].reduce((sum, piece) => sum + (piece?.[1] ?? 0), 0);
}
