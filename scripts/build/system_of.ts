import type { Target } from "./target.ts";

/** How files begin, as hexadecimal digits, and the systems whose executables begin so; `.` stands for any digit. */
const BEGINNINGS: readonly (readonly [beginning: RegExp, target: Target])[] = [
  [/^7f454c46.{28}3e00/, "x86_64-unknown-linux-gnu"],
  [/^7f454c46.{28}b700/, "aarch64-unknown-linux-gnu"],
  [/^cffaedfe07000001/, "x86_64-apple-darwin"],
  [/^cffaedfe0c000001/, "aarch64-apple-darwin"],
  [/^4d5a.*504500006486/, "x86_64-pc-windows-msvc"],
];

/** The header of a PE file is somewhere in here. */
const BEGINNING_BYTES = 1024;

/**
 * Says which system an executable is for, by its header: `deno compile` takes any runtime for the one that it asked for.
 *
 * @returns `undefined` if it is for none that there are executables for.
 */
export async function systemOf(path: string): Promise<Target | undefined> {
  using file = await Deno.open(path);
  const bytes = new Uint8Array(BEGINNING_BYTES);
  const length = await file.read(bytes) ?? 0;
  const beginning = bytes.subarray(0, length).toHex();
  return BEGINNINGS.find(([pattern]) => pattern.test(beginning))?.[1];
}
