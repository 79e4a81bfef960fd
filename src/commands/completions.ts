import { SCRIPTS } from "../completions/scripts.ts";
import type { Shell } from "../completions/shells.ts";

/**
 * Prints the script that makes a shell complete what is typed behind `leexport`.
 *
 * @returns Exit code 0.
 */
export function completions(
  shell: Shell,
  { write }: { readonly write: (text: string) => void },
): number {
  write(SCRIPTS[shell]);
  return 0;
}
