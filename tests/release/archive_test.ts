import { deepEqual, equal, notDeepEqual, rejects } from "node:assert/strict";
import { join } from "node:path";
import { packFolder } from "../../scripts/release/archive.ts";
import { writeChecksums } from "../../scripts/release/checksums.ts";
import { LeexportError } from "../../src/errors.ts";
import { canRun, isMissing } from "../servers/requirement.ts";

const ignore = isMissing(
  await canRun("zip", ["-v"]) && await canRun("unzip", ["-v"])
    ? undefined
    : "zip or unzip is not there (Debian packages)",
);
const EPOCH = 1_800_000_000;

/** Makes the same folder in an order and with modes and times of its own. */
async function makeFolder(parent: string, names: readonly string[], mode: number): Promise<void> {
  for (const name of names) {
    const path = join(parent, "leexport-1", name);
    await Deno.mkdir(join(path, ".."), { recursive: true });
    await Deno.writeTextFile(path, `this is ${name}`);
    await Deno.chmod(path, name === "leexport" ? mode | 0o100 : mode);
    await Deno.utime(path, mode, mode);
  }
}

async function printedBy(tool: string, args: readonly string[]): Promise<string> {
  const { stdout } = await new Deno.Command(tool, {
    args: [...args],
    env: { TZ: "UTC", LC_ALL: "C" },
  }).output();
  return new TextDecoder().decode(stdout);
}

for (const name of ["leexport-1.tar.gz", "leexport-1.zip"]) {
  Deno.test({
    name:
      `packFolder() makes the same ${name} of the same files, whatever their order, modes and times`,
    ignore,
    async fn() {
      const parent = await Deno.makeTempDir({ prefix: "leexport-archive-test-" });
      try {
        const packed = [];
        for (const [round, mode] of [0o600, 0o664].entries()) {
          const folder = join(parent, `${round}`);
          const names = ["leexport", "man/leexport.1", "LICENSE"];
          await makeFolder(folder, round === 0 ? names : names.toReversed(), mode);
          const archive = join(parent, name);
          await packFolder("leexport-1", { parent: folder, archive, epoch: EPOCH });
          packed.push(await Deno.readFile(archive));
        }
        deepEqual(packed[0], packed[1]);
        const archive = join(parent, name);
        await packFolder("leexport-1", { parent: join(parent, "0"), archive, epoch: EPOCH + 60 });
        notDeepEqual(await Deno.readFile(archive), packed[0]);
      } finally {
        await Deno.remove(parent, { recursive: true });
      }
    },
  });
}

Deno.test({
  name: "packFolder() keeps the executable executable, owned by nobody and dated",
  ignore,
  async fn() {
    const parent = await Deno.makeTempDir({ prefix: "leexport-archive-test-" });
    try {
      await makeFolder(parent, ["leexport", "LICENSE"], 0o600);
      const [tar, zip] = [join(parent, "a.tar.gz"), join(parent, "a.zip")];
      await packFolder("leexport-1", { parent, archive: tar, epoch: EPOCH });
      await packFolder("leexport-1", { parent, archive: zip, epoch: EPOCH });
      equal(
        await printedBy("tar", ["--numeric-owner", "-tvzf", tar]),
        `drwxr-xr-x 0/0               0 2027-01-15 08:00 leexport-1/
-rw-r--r-- 0/0              15 2027-01-15 08:00 leexport-1/LICENSE
-rwxr-xr-x 0/0              16 2027-01-15 08:00 leexport-1/leexport
`,
      );
      deepEqual((await printedBy("unzip", ["-Z", "-T", zip])).match(/^-rw.*$/gm), [
        "-rw-r--r--  3.0 unx       15 t- stor 20270115.080000 leexport-1/LICENSE",
        "-rwxr-xr-x  3.0 unx       16 t- stor 20270115.080000 leexport-1/leexport",
      ]);
    } finally {
      await Deno.remove(parent, { recursive: true });
    }
  },
});

Deno.test("writeChecksums() writes what sha256sum -c reads, and that finds a changed file", async () => {
  const folder = await Deno.makeTempDir({ prefix: "leexport-checksums-test-" });
  try {
    await Deno.writeTextFile(join(folder, "b.tar.gz"), "b");
    await Deno.writeTextFile(join(folder, "a.zip"), "a");
    await Deno.writeTextFile(join(folder, "SHA256SUMS"), "older");
    deepEqual(await writeChecksums(folder), ["a.zip", "b.tar.gz"]);
    const verify = () =>
      new Deno.Command("sha256sum", { args: ["--strict", "-c", "SHA256SUMS"], cwd: folder })
        .output();
    const good = await verify();
    equal(new TextDecoder().decode(good.stdout), "a.zip: OK\nb.tar.gz: OK\n");
    equal(good.code, 0);
    await Deno.writeTextFile(join(folder, "a.zip"), "changed");
    equal((await verify()).code, 1);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("writeChecksums() refuses a name that GitHub would change", async () => {
  const folder = await Deno.makeTempDir({ prefix: "leexport-checksums-test-" });
  try {
    await Deno.writeTextFile(join(folder, "leexport_1.0.0~rc.1_amd64.deb"), "a");
    await rejects(
      writeChecksums(folder),
      new LeexportError(
        'Cannot list "leexport_1.0.0~rc.1_amd64.deb": a release would rename it',
        { hint: "name it with letters, digits and . _ + - only" },
      ),
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
