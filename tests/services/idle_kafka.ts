// deno-lint-ignore-file no-console -- its output is its purpose
/**
 * Pushes once to the broker that is its argument, then prints how many milliseconds of CPU a second of doing nothing
 * costs the process. In a process of its own, because CPU time is counted by process.
 *
 * @module
 */
import process from "node:process";
import { startSandbox } from "./sandbox.ts";

const IDLE_MS = 3_000;

const [broker = ""] = Deno.args;
const body = JSON.stringify({
  statistics: { type: "count", from: 0, to: 60_000, timeseries: { a: [{ count: 7 }] } },
});
await using sandbox = startSandbox({ net: [broker] });
const { outcome, message } = await sandbox.push(body, {
  service: "kafka",
  options: { brokers: [broker], topic: "idle", client_id: "leexport" },
  deliveryId: "s/d/1-2",
});
if (outcome !== "accepted") throw new Error(message);
const before = process.cpuUsage();
await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
const { user, system } = process.cpuUsage(before);
console.log((user + system) / IDLE_MS);
