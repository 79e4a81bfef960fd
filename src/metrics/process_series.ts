import { cpuUsage } from "node:process";
import { type Series, seriesText } from "./metrics_text.ts";

/** When this process began, Unix milliseconds. */
const STARTED_AT = Math.round(performance.timeOrigin);

/** prom-client has these and forty more, which describe Node and not this runtime. */
const PROCESS: readonly Series<void>[] = [
  {
    name: "process_cpu_seconds_total",
    type: "counter",
    help: "User and system processor time that the process has used.",
    read() {
      const { user, system } = cpuUsage();
      return (user + system) / 1e6;
    },
  },
  {
    name: "process_resident_memory_bytes",
    type: "gauge",
    help: "Resident memory of the process.",
    read: () => Deno.memoryUsage().rss,
  },
  {
    name: "process_open_fds",
    type: "gauge",
    help: "Open file descriptors of the process.",
    read: openFiles,
  },
  {
    name: "process_start_time_seconds",
    type: "gauge",
    help: "When the process was started.",
    read: () => STARTED_AT / 1000,
  },
];

/** Writes what the process uses of the machine. */
export function processText(): string {
  return PROCESS.map((series) => seriesText(series, [{ labels: "", subject: undefined }])).join("");
}

/** `undefined` where the system does not tell. */
function openFiles(): number | undefined {
  try {
    return [...Deno.readDirSync("/proc/self/fd")].length;
  } catch {
    return undefined;
  }
}
