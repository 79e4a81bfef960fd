/**
 * The two calls that units, timers and editors make, word for word: `check -c FILE` and `start -c FILE`. They are
 * understood without the library that reads all others, because loading it takes longer than all that `check` does.
 *
 * @module
 */

import { callCheck } from "./call_check.ts";
import type { Output, ReadyCommand } from "./declaration.ts";

/**
 * Reads a call that can be meant in one way only.
 *
 * @param args Arguments without the program's name.
 * @returns The command to run; `undefined` for every other call, and for one that is wrong.
 */
export function plainCall(args: readonly string[], output: Output): ReadyCommand | undefined {
  const [command, option, configFile = ""] = args;
  if (args.length !== 3 || (option !== "-c" && option !== "--config-file")) return undefined;
  if (configFile === "" || configFile.startsWith("-")) return undefined;
  if (command === "check") {
    return () => callCheck(configFile, { format: "text", reach: "offline", output });
  }
  if (command !== "start") return undefined;
  return async () => {
    const { start } = await import("../commands/start.ts");
    return await start(configFile, { kind: "foreground", write: output.say });
  };
}
