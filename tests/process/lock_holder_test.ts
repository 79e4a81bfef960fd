import { equal } from "node:assert/strict";
import { holdFile } from "../../src/process/lock_file.ts";
import { lockHolder } from "../../src/process/lock_holder.ts";
import { inFolder } from "../store/folder.ts";

Deno.test("lockHolder() tells which process holds a file", () =>
  inFolder(async (folder) => {
    const path = `${folder}/lock`;
    equal(lockHolder(path), undefined);
    await Deno.writeTextFile(path, "4194303\n");
    equal(lockHolder(path), undefined);
    const result = holdFile(path);
    equal(result.kind, "held");
    equal(lockHolder(path), Deno.pid);
    if (result.kind === "held") result.file[Symbol.dispose]();
    equal(lockHolder(path), undefined);
  }));

Deno.test("a file can be held right after somebody looked whether it is", () =>
  inFolder(async (folder) => {
    const path = `${folder}/lock`;
    await Deno.writeTextFile(path, "4194303\n");
    equal(lockHolder(path), undefined);
    const result = holdFile(path);
    equal(result.kind, "held");
    if (result.kind === "held") result.file[Symbol.dispose]();
  }));
