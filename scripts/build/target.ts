/** The systems that there are executables for, as Rust and Deno call them. */
export const TARGETS = [
  "x86_64-unknown-linux-gnu",
  "aarch64-unknown-linux-gnu",
  "x86_64-apple-darwin",
  "aarch64-apple-darwin",
  "x86_64-pc-windows-msvc",
] as const;

/** A system that there is an executable for. */
export type Target = typeof TARGETS[number];

/** Reads the name of a target; `undefined` if there is none of that name. */
export function readTarget(name: string): Target | undefined {
  return TARGETS.find((target) => target === name);
}

/** Name of the executable's file. */
export function fileNameFor(target: string): string {
  return target.includes("windows") ? "leexport.exe" : "leexport";
}
