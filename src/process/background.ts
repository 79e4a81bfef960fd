/**
 * Starting a daemon in the background. The child says on its standard output that it is up, or why it is not; the
 * starter waits for that, passes on what was said, and lets go. From then on the child writes to its log file only.
 *
 * @module
 */

import { spawn } from "node:child_process";
import { openSync } from "node:fs";
import type { Readable } from "node:stream";
import { selfCommand } from "./self.ts";

/** The line by which a daemon says that it is up. */
const UP = "leexport is up";

/** How a start in the background ended. */
export type BackgroundResult =
  | { readonly kind: "up"; readonly pid: number }
  | { readonly kind: "failed"; readonly code: number; readonly said: string };

/**
 * Runs the program once more, detached from this terminal.
 *
 * @param args Arguments for the program; it must call {@linkcode sayUp} once it is up.
 * @param options.logFile Takes what the runtime itself may have to say at a fatal end.
 * @returns Resolves when the daemon is up or has ended.
 */
export function startInBackground(
  args: readonly string[],
  { logFile }: { readonly logFile: string },
): Promise<BackgroundResult> {
  const self = selfCommand(args);
  const child = spawn(self.command, self.args, {
    detached: true,
    stdio: ["ignore", "pipe", openSync(logFile, "a")],
  });
  return new Promise((resolve, reject) => {
    let said = "";
    const output: Readable | null = child.stdout;
    output?.setEncoding("utf8").on("data", (chunk: string) => {
      said += chunk;
      if (!said.includes(`${UP}\n`)) return;
      output.destroy();
      child.unref();
      resolve({ kind: "up", pid: child.pid ?? 0 });
    });
    child.once("error", reject);
    child.once("close", (code) => resolve({ kind: "failed", code: code ?? 1, said }));
  });
}

/** Tells the process that started this one in the background that it is up. */
export function sayUp(): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${UP}\n`));
}
