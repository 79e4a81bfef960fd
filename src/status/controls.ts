import type { Daemon } from "../engine/daemon.ts";
import type { RunningConfig } from "../engine/running_config.ts";
import { LeexportError } from "../errors.ts";
import type { Controls } from "./source.ts";

/** Lets a daemon and its config be controlled from outside. */
export function controlsOf(daemon: Daemon, config: RunningConfig): Controls {
  return {
    runNow(search) {
      return told(() => daemon.runNow(search), `search "${search}" runs now`);
    },
    pause(search) {
      return told(() => daemon.pause(search), `search "${search}" is paused`);
    },
    resume(search) {
      return told(() => daemon.resume(search), `search "${search}" goes on`);
    },
    async retry(search) {
      return retrySentence(await daemon.retry(search));
    },
    async reload() {
      const reading = await config.reload();
      if (reading.kind === "taken") return reading.sentence;
      throw new LeexportError([reading.message, ...reading.details].join("\n"), {
        hint: "correct the file and reload again",
      });
    },
  };
}

async function told(act: () => void | Promise<void>, sentence: string): Promise<string> {
  await act();
  return sentence;
}

function retrySentence(
  { requeued, left }: { readonly requeued: number; readonly left: number },
): string {
  if (requeued + left === 0) return "no payload was rejected";
  const again = requeued === 1
    ? "1 payload is pushed again"
    : `${requeued} payloads are pushed again`;
  if (left === 0) return again;
  const stay = left === 1 ? "1 stays" : `${left} stay`;
  return `${again}; ${stay} rejected, because newer values have come or the ledger has folded them`;
}
