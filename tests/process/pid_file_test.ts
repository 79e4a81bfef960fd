import { equal, rejects, throws } from "node:assert/strict";
import { holdPidFile, stopDaemon } from "../../src/process/pid_file.ts";

const PID_FILE_MODULE = new URL("../../src/process/pid_file.ts", import.meta.url).href;

/** Another process that holds the pid file until SIGTERM. */
async function startHolder(path: string): Promise<Deno.ChildProcess & AsyncDisposable> {
  const code = `
    import { holdPidFile } from ${JSON.stringify(PID_FILE_MODULE)};
    const held = holdPidFile(${JSON.stringify(path)});
    Deno.addSignalListener("SIGTERM", () => { held[Symbol.dispose](); Deno.exit(0); });
    console.log("held");
    setInterval(() => {}, 1000);`;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", code],
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  await reader.read();
  await reader.cancel();
  return child;
}

async function inFolder(test: (path: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(`${folder}/state/leexport.pid`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("holdPidFile() writes the process's number and removes the file in the end", () =>
  inFolder(async (path) => {
    const held = holdPidFile(path);
    equal(await Deno.readTextFile(path), `${Deno.pid}\n`);
    held[Symbol.dispose]();
    await rejects(Deno.stat(path), Deno.errors.NotFound);
  }));

Deno.test("holdPidFile() refuses while another process holds the file, and names it", () =>
  inFolder(async (path) => {
    await using holder = await startHolder(path);
    throws(() => holdPidFile(path), {
      name: "LeexportError",
      message: `Cannot start: leexport already runs as process ${holder.pid} (${path})`,
      hint: "run leexport stop first",
    });
    holder.kill("SIGTERM");
    await holder.status;
  }));

Deno.test("holdPidFile() takes over a file whose process was killed", () =>
  inFolder(async (path) => {
    await using holder = await startHolder(path);
    holder.kill("SIGKILL");
    await holder.status;
    using _held = holdPidFile(path);
    equal(await Deno.readTextFile(path), `${Deno.pid}\n`);
  }));

Deno.test("stopDaemon() ends the process that holds the file and waits for its end", () =>
  inFolder(async (path) => {
    await using holder = await startHolder(path);
    equal((await stopDaemon(path, { timeoutMs: 30_000 })).kind, "stopped");
    equal((await holder.status).code, 0);
  }));

Deno.test("stopDaemon() finds no daemon where there is no file", () =>
  inFolder(async (path) => {
    equal((await stopDaemon(path, { timeoutMs: 1000 })).kind, "none");
  }));

Deno.test("stopDaemon() leaves a process alone that does not hold the file, though its number is inside", () =>
  inFolder(async (path) => {
    await using bystander = await startHolder(`${path}.other`);
    await Deno.writeTextFile(path, `${bystander.pid}\n`);
    equal((await stopDaemon(path, { timeoutMs: 1000 })).kind, "stale");
    await rejects(Deno.stat(path), Deno.errors.NotFound);
    bystander.kill("SIGTERM");
    equal((await bystander.status).code, 0);
  }));

for (const content of ["", "0\n", "1\n", "-1\n", "nonsense"]) {
  Deno.test(`stopDaemon() signals nobody when a held pid file says ${JSON.stringify(content)}`, () =>
    inFolder(async (path) => {
      await using holder = await startHolder(path);
      await Deno.writeTextFile(path, content);
      await rejects(stopDaemon(path, { timeoutMs: 1000 }), {
        name: "LeexportError",
        message: `Cannot stop leexport: ${path} holds no number of a process`,
      });
      holder.kill("SIGTERM");
      equal((await holder.status).code, 0);
    }));
}

Deno.test("holdPidFile() and stopDaemon() leave a file alone that is no pid file", () =>
  inFolder(async (path) => {
    const other = path.replace("/state/leexport.pid", "/config.ini");
    await Deno.writeTextFile(other, "[LE]\n");
    const refusal = {
      name: "LeexportError",
      message: `Cannot use ${other} as pid file: it holds something else`,
    };
    throws(() => holdPidFile(other), refusal);
    await rejects(stopDaemon(other, { timeoutMs: 1000 }), refusal);
    equal(await Deno.readTextFile(other), "[LE]\n");
  }));
