/** A disk of 1 MiB in memory. */
export interface SmallDisk extends AsyncDisposable {
  readonly path: string;
  /** Mounts it again, as it is. */
  remount(mode: "ro" | "rw"): Promise<void>;
  /** Takes all the room that is left. */
  fill(): Promise<void>;
  /** Gives the room back. */
  empty(): Promise<void>;
}

/** Why there can be no small disk; `undefined` if there can. */
export const NO_SMALL_DISK = await reason();

async function reason(): Promise<string | undefined> {
  try {
    await using _disk = await mountSmallDisk();
    return undefined;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return `a disk cannot be mounted (${error.message.trim()}); run the tests as root`;
  }
}

/** @throws {Error} Where this user may not mount. */
export async function mountSmallDisk(): Promise<SmallDisk> {
  const path = await Deno.makeTempDir();
  try {
    await run("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", path]);
  } catch (error) {
    await Deno.remove(path);
    throw error;
  }
  const filler = `${path}/filler`;
  return {
    path,
    remount: (mode) => run("mount", ["-o", `remount,${mode}`, path]),
    fill: () => fillWith(filler),
    empty: () => Deno.remove(filler),
    async [Symbol.asyncDispose]() {
      await run("umount", ["--lazy", path]);
      await Deno.remove(path);
    },
  };
}

async function fillWith(path: string): Promise<void> {
  using file = await Deno.open(path, { create: true, append: true });
  const page = new Uint8Array(4096);
  try {
    for (;;) await file.write(page);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes("os error 28")) throw error;
  }
}

async function run(command: string, args: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(command, { args: [...args] }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}
