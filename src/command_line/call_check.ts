import type { CheckCommand } from "../commands/check.ts";
import type { Output } from "./declaration.ts";
import { terminalView } from "./terminal_view.ts";

/** Runs `leexport check`; gives the exit code. */
export async function callCheck(
  configFile: string,
  { output, ...how }: Pick<CheckCommand, "format" | "reach"> & { readonly output: Output },
): Promise<number> {
  const { check } = await import("../commands/check.ts");
  return await check(configFile, { ...how, view: terminalView(), write: output.say });
}
