/**
 * What every test broker starts from, made once and kept in the user's cache folder: the jars from Maven Central, a
 * formatted data folder with users, and certificates.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { makeCertificates } from "./certificates.ts";
import { KAFKA_USER, STORAGE_PROPERTIES } from "./properties.ts";
import { JAVA_FLAGS, runTool } from "./tools.ts";

/** As `pom.xml` says. */
export const KAFKA_VERSION = "4.4.0";
const CLUSTER_ID = "bGVleHBvcnQtdGVzdHMwMA";

/** Folders that every broker shares, and that nobody writes into. */
export interface KafkaInstallation {
  /** The jars. */
  readonly lib: string;
  /** A formatted data folder, to be copied. */
  readonly data: string;
  /** `ca.pem`, `server.pem`, `client.pem`, `client.key`. */
  readonly tls: string;
}

/**
 * Says what a machine lacks for a test broker.
 *
 * @returns A sentence that says what to install; `undefined` if nothing is missing.
 */
export async function missingForKafka(): Promise<string | undefined> {
  const tools = { java: ["-version"], openssl: ["version"], mvn: ["--version"] };
  const needed = await isDirectory(installationFolder()) ? ["java", "openssl"] as const : undefined;
  const missing: string[] = [];
  for (const tool of needed ?? (["java", "openssl", "mvn"] as const)) {
    const ran = await runTool(tool, tools[tool]).then(() => true, () => false);
    if (!ran) missing.push(tool);
  }
  if (missing.length === 0) return undefined;
  return `Kafka needs ${missing.join(", ")}: ` +
    "install Java 17, Maven and OpenSSL (apt-get install openjdk-17-jre-headless maven openssl)";
}

/**
 * Finds the installation, or makes it: the jars come from Maven Central. Several processes may do so at once.
 *
 * @throws {Error} If a tool fails; the message holds what it printed.
 */
export async function kafkaInstallation(): Promise<KafkaInstallation> {
  const folder = installationFolder();
  if (!await isDirectory(folder)) await install(folder);
  return { lib: `${folder}/lib`, data: `${folder}/data`, tls: `${folder}/tls` };
}

function installationFolder(): string {
  const home = Deno.env.get("HOME") ?? "/tmp";
  const cache = Deno.env.get("XDG_CACHE_HOME") || `${home}/.cache`;
  return `${cache}/leexport/kafka-${KAFKA_VERSION}`;
}

/** Built aside and renamed whole, so that nobody finds half of it. */
async function install(folder: string): Promise<void> {
  const parent = folder.slice(0, folder.lastIndexOf("/"));
  await Deno.mkdir(parent, { recursive: true });
  const draft = await Deno.makeTempDir({ dir: parent, prefix: "kafka-draft-" });
  try {
    await fetchJars(draft);
    await formatData(draft);
    await makeCertificates(`${draft}/tls`);
    await Deno.rename(draft, folder).catch(async (error) => {
      if (!await isDirectory(folder)) throw error;
    });
  } finally {
    await Deno.remove(draft, { recursive: true }).catch(() => {});
  }
}

async function fetchJars(draft: string): Promise<void> {
  const pom = fileURLToPath(new URL("./pom.xml", import.meta.url));
  await runTool("mvn", [
    "--quiet",
    "--batch-mode",
    "--file",
    pom,
    "dependency:copy-dependencies",
    "-DincludeScope=runtime",
    `-DoutputDirectory=${draft}/lib`,
  ]);
}

async function formatData(draft: string): Promise<void> {
  const properties = `${draft}/format.properties`;
  await Deno.writeTextFile(properties, `${STORAGE_PROPERTIES}log.dirs=${draft}/data\n`);
  const users = ["SCRAM-SHA-256", "SCRAM-SHA-512"].flatMap((mechanism) => [
    "--add-scram",
    `${mechanism}=[name=${KAFKA_USER.username},password=${KAFKA_USER.password}]`,
  ]);
  await runTool("java", [
    ...JAVA_FLAGS,
    "-cp",
    `${draft}/lib/*`,
    "kafka.tools.StorageTool",
    "format",
    "--cluster-id",
    CLUSTER_ID,
    "--config",
    properties,
    ...users,
  ]);
}

async function isDirectory(path: string): Promise<boolean> {
  return await Deno.stat(path).then(({ isDirectory }) => isDirectory, () => false);
}
