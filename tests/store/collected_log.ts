import { configureLog } from "../../src/log.ts";

/** Collects what is logged during a test: level and message of each line. */
export async function collectLog(): Promise<string[]> {
  const lines: string[] = [];
  await configureLog({
    level: "info",
    format: "json",
    write(line) {
      const { level, message } = JSON.parse(line);
      lines.push(`${level}: ${message}`);
    },
  });
  return lines;
}
