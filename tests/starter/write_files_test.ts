import { deepEqual, rejects } from "node:assert/strict";
import { LeexportError } from "../../src/errors.ts";
import { writeFiles } from "../../src/starter/write_files.ts";
import { mountSmallDisk, NO_SMALL_DISK } from "../store/small_disk.ts";

const WHY = NO_SMALL_DISK === undefined ? "" : ` (left out: ${NO_SMALL_DISK})`;

Deno.test({
  name: `writeFiles() leaves nothing on a disk that is full${WHY}`,
  ignore: NO_SMALL_DISK !== undefined,
  async fn() {
    await using disk = await mountSmallDisk();
    const folder = disk.path;
    await disk.fill();
    const secretFiles = new Map([["key", "0a1b2c3d-key"]]);
    await rejects(writeFiles(`${folder}/config.ini`, { text: "[LE]\n", folder, secretFiles }), {
      name: LeexportError.name,
      message: /^Cannot write .*key: No space left on device/,
    });
    deepEqual(await Array.fromAsync(Deno.readDir(folder), ({ name }) => name), ["filler"]);
  },
});

Deno.test("writeFiles() takes back what it has written when a later file is there already", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/config.ini`, "mine");
    const secretFiles = new Map([["key", "0a1b2c3d-key"]]);
    await rejects(writeFiles(`${folder}/config.ini`, { text: "[LE]\n", folder, secretFiles }), {
      message: `Cannot write ${folder}/config.ini: it is there already`,
    });
    deepEqual(await Array.fromAsync(Deno.readDir(folder), ({ name }) => name), ["config.ini"]);
    deepEqual(await Deno.readTextFile(`${folder}/config.ini`), "mine");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
