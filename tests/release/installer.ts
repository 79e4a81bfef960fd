import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { publish } from "./published.ts";
import { type Mischief, type ReleaseServer, startReleaseServer } from "./release_server.ts";

export const INSTALLER = fileURLToPath(new URL("../../scripts/install.sh", import.meta.url));

/** A shell and the tools that the installer finds in it. */
export interface Surroundings {
  /** `dash`, or `busybox sh`. */
  readonly shell: string;
  /** What downloads; with `busybox` every other tool is that of busybox, too. */
  readonly fetcher: "curl" | "wget" | "busybox";
}

/** Every shell and every downloader once. */
export const SURROUNDINGS: readonly Surroundings[] = [
  { shell: "dash", fetcher: "curl" },
  { shell: "bash", fetcher: "wget" },
  { shell: "busybox sh", fetcher: "busybox" },
];

/** How the installer ended, and what it said. */
export interface Ending {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How the installer is run. */
export interface RunOptions {
  readonly surroundings?: Surroundings;
  /** Scripts that stand in the way of tools, by their names. */
  readonly tools?: Readonly<Record<string, string>>;
  /** Where releases are, if not at the server. */
  readonly url?: string;
  /** The script, if not the whole one. */
  readonly script?: string;
  /** Below this folder it installs; `undefined` = where it wants. */
  readonly prefix?: string | undefined;
  readonly uid?: number;
}

/** A machine to install on. */
export interface Machine extends AsyncDisposable {
  /** A folder of this machine that is not there yet. */
  readonly prefix: string;
  readonly home: string;
  readonly server: ReleaseServer;
  run(args: readonly string[], options?: RunOptions): Promise<Ending>;
}

const TOOLS = "uname id ldd grep cut tail tar gzip sha256sum dirname mkdir cp chmod mv mktemp rm " +
  "rmdir sed cat sh dash bash";

/**
 * Publishes releases and prepares a machine.
 *
 * @param options.versions To publish, oldest first.
 * @param options.change Changes what was published, in the folder of all releases.
 */
export async function startMachine(
  { versions = ["0.1.0"], padding = 0, mischief, change }: {
    readonly versions?: readonly string[];
    readonly padding?: number;
    readonly mischief?: Readonly<Record<string, Mischief>>;
    readonly change?: (releases: string) => Promise<void>;
  } = {},
): Promise<Machine> {
  const folder = await Deno.makeTempDir({ prefix: "leexport-install-test-" });
  await Deno.chmod(folder, 0o755);
  const releases = join(folder, "releases");
  for (const version of versions) await publish(releases, { version, padding });
  await change?.(releases);
  const [home, temporary] = [join(folder, "home"), join(folder, "tmp")];
  for (const path of [home, temporary]) {
    await Deno.mkdir(path);
    await Deno.chmod(path, 0o777);
  }
  const newest = versions.at(-1) ?? "";
  const server = await startReleaseServer(releases, { newest, ...mischief ? { mischief } : {} });
  const prefix = join(folder, "prefix");
  return {
    prefix,
    home,
    server,
    async run(args, options = {}) {
      const { surroundings = { shell: "dash", fetcher: "curl" }, tools = {}, uid } = options;
      const path = await Deno.makeTempDir({ dir: folder, prefix: "path-" });
      await Deno.chmod(path, 0o755);
      await fillPath(path, { surroundings, tools });
      const [shell = "sh", ...rest] = surroundings.shell.split(" ");
      const script = join(folder, "install.sh");
      await Deno.writeTextFile(script, options.script ?? await Deno.readTextFile(INSTALLER));
      const below = "prefix" in options ? options.prefix : prefix;
      const place = below === undefined ? [] : ["--prefix", below];
      const { code, stdout, stderr } = await new Deno.Command(await whereIs(shell), {
        args: [...rest, script, ...place, ...args],
        clearEnv: true,
        env: {
          PATH: path,
          HOME: home,
          TMPDIR: temporary,
          LEEXPORT_BASE_URL: options.url ?? server.url,
        },
        ...uid === undefined ? {} : { uid },
      }).output();
      const left = await filesBelow(temporary);
      if (left.length > 0) throw new Error(`the installer left ${left.join(", ")}`);
      const decoder = new TextDecoder();
      return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** Fills a folder with the only tools that the installer shall find. */
async function fillPath(
  path: string,
  { surroundings: { fetcher }, tools }: {
    readonly surroundings: Surroundings;
    readonly tools: Readonly<Record<string, string>>;
  },
): Promise<void> {
  if (fetcher === "busybox") {
    await new Deno.Command("busybox", { args: ["--install", "-s", path] }).output();
  } else {
    for (const tool of [...TOOLS.split(" "), fetcher]) {
      await Deno.symlink(await whereIs(tool), join(path, tool));
    }
  }
  for (const [tool, script] of Object.entries(tools)) {
    await Deno.remove(join(path, tool)).catch(() => {});
    await Deno.writeTextFile(join(path, tool), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
}

async function whereIs(tool: string): Promise<string> {
  for (const folder of (Deno.env.get("PATH") ?? "").split(":")) {
    const path = join(folder, tool);
    if (await Deno.stat(path).then(({ isFile }) => isFile, () => false)) return path;
  }
  throw new Error(`${tool} is not there`);
}

/** All files below a folder with their modes, `755 bin/leexport`; none if it is not there. */
export async function filesBelow(folder: string, below = ""): Promise<string[]> {
  const found: string[] = [];
  const entries = await Array.fromAsync(Deno.readDir(join(folder, below))).catch(() => []);
  for (const { name, isDirectory } of entries) {
    const path = join(below, name);
    if (isDirectory) found.push(...await filesBelow(folder, path));
    else {
      const { mode } = await Deno.stat(join(folder, path));
      found.push(`${((mode ?? 0) & 0o777).toString(8)} ${path}`);
    }
  }
  return found.sort();
}
