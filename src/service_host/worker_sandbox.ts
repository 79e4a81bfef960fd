import type { Sandbox, SandboxEvents } from "./sandbox.ts";
import { type Grants, workerPermissions } from "./worker_permissions.ts";

/**
 * Opens a room in this process: a Worker that may reach what it is granted. It holds mistakes, not malice: it cannot be
 * stopped while it loops, nor kept from using memory.
 *
 * @param grants What the Worker may reach; no more than this process may.
 * @param events Told what comes out.
 */
export function openWorkerSandbox(grants: Grants, events: SandboxEvents): Sandbox {
  const worker = new Worker(import.meta.resolve("./worker_main.ts"), {
    type: "module",
    name: "service",
    deno: { permissions: workerPermissions(grants) },
  });
  worker.onmessage = ({ data }) => events.message(data);
  worker.onmessageerror = () => events.message(undefined);
  worker.onerror = (event) => {
    // Else it ends the whole process.
    event.preventDefault();
    events.broke({ fault: "crash", reason: event.message.replace(/^Uncaught /, "") });
  };
  return {
    post: (text) => worker.postMessage(text),
    inspect: () => Promise.resolve(undefined),
    kill() {
      worker.terminate();
      return Promise.resolve();
    },
    idleLookMs: undefined,
    silenceHint:
      "restart leexport if a processor stays busy: a Worker that loops cannot be stopped; " +
      "isolation = process can",
  };
}
