/** A file of the package. */
export interface PackageFile {
  /** Below `/`, or below `DEBIAN` for what only dpkg reads. */
  readonly path: string;
  readonly text: string;
  /** Whether everybody may execute it, or it is packed by gzip. */
  readonly form?: "executable" | "packed";
}
