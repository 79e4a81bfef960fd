import type { Daemon, Retried } from "../engine/daemon.ts";
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

function retrySentence({ requeued, left, waiting }: Retried): string {
  const clauses = [
    requeued > 0 ? `pushes again what was rejected: ${payloads(requeued)}` : "",
    waiting > 0 ? `tries at once what waits: ${payloads(waiting)}` : "",
    left > 0
      ? `leaves as they are, because newer values have come or they are too old: ${payloads(left)}`
      : "",
  ];
  const said = clauses.filter((clause) => clause !== "");
  return said.length === 0 ? "nothing waits and nothing is kept rejected" : said.join("; ");
}

function payloads(count: number): string {
  return count === 1 ? "1 payload" : `${count} payloads`;
}
