import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { executablePath } from "../executable_path.ts";
import { SERVICE_PROCESS_COMMAND } from "../hidden_command.ts";
import type { Grants } from "./worker_permissions.ts";

/** How to start a service's process. */
export interface ServiceProcessCommand {
  readonly command: string;
  readonly args: string[];
  readonly env: Record<string, string>;
}

/**
 * What the runtime itself needs of the environment to find its cache and the network; the module sees none of it. The
 * executable has its own files, as it sees them, below the folder for temporary files: were that another one in the
 * process than in the daemon, it would look for a shipped module on the disk, where anybody may have put one. Without
 * `SystemRoot` no process opens a socket on Windows.
 */
const RUNTIME_ENV = [
  "TMPDIR",
  "TMP",
  "TEMP",
  "SystemRoot",
  "DENO_DIR",
  "HOME",
  "XDG_CACHE_HOME",
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  "http_proxy",
  "https_proxy",
  "no_proxy",
  "DENO_CERT",
  "DENO_TLS_CA_STORE",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
];

/**
 * Says how to start a service's process: the executable once more, or Deno with this source and no right that the module
 * does not need. Holds no secret: anybody may read a process's arguments.
 *
 * @param grants What the module may reach.
 * @param options.memoryLimitMib Where the runtime's own limit is set; the holder of the process watches the whole.
 */
export function serviceProcessCommand(
  grants: Grants,
  { memoryLimitMib }: { readonly memoryLimitMib: number },
): ServiceProcessCommand {
  const command = executablePath();
  const env = runtimeEnv();
  if (Deno.build.standalone) return { command, args: [SERVICE_PROCESS_COMMAND], env };
  const entry = fileURLToPath(import.meta.resolve("./process_main.ts"));
  const rights = [
    ...allow("net", grants.net),
    ...allow("read", [...sourceFiles(), ...grants.read]),
    ...allow("env", grants.env),
  ];
  const heap = `--v8-flags=--max-old-space-size=${memoryLimitMib}`;
  return {
    command,
    args: ["run", "--quiet", "--no-prompt", "--cached-only", "--no-remote", heap, ...rights, entry],
    env,
  };
}

/** What a module of this program consists of, from source: the program's own files. */
export function sourceFiles(): string[] {
  return ["../", "../../deno.json"].map((path) => fileURLToPath(import.meta.resolve(path)));
}

function allow(kind: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`--allow-${kind}=${names.map(withoutComma).join(",")}`];
}

/**
 * A comma separates names, and Deno 2.9 has no way to write one inside a path. So the process gets the folder above it; the
 * Worker inside, whose permissions are a list, gets the file alone.
 */
function withoutComma(name: string): string {
  const comma = name.indexOf(",");
  return comma < 0 ? name : dirname(name.slice(0, comma + 1));
}

function runtimeEnv(): Record<string, string> {
  const env: Record<string, string> = { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" };
  for (const name of RUNTIME_ENV) {
    const value = Deno.env.get(name);
    if (value !== undefined) env[name] = value;
  }
  return env;
}
