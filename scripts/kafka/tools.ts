/** Small and quick to start rather than fast: a test broker lives for seconds. */
export const JAVA_FLAGS: readonly string[] = [
  "-Xmx256m",
  "-XX:+UseSerialGC",
  "-XX:TieredStopAtLevel=1",
  "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
  "-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info",
];

/**
 * Runs a tool to its end.
 *
 * @param tool Its name.
 * @param args Its arguments.
 * @throws {Error} If it cannot be started or fails; the message holds the end of what it printed.
 */
export async function runTool(tool: string, args: readonly string[]): Promise<void> {
  const command = new Deno.Command(tool, { args: [...args], stdin: "null" });
  const { success, stdout, stderr } = await command.output();
  if (success) return;
  const printed = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  throw new Error(`Cannot run ${tool}: ${printed.trim().slice(-2000)}`);
}
