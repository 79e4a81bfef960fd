import { deepEqual, equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Target } from "../../scripts/build/target.ts";
import { stageArchive } from "../../scripts/release/stage.ts";
import { VERSION } from "../../src/version.ts";
import { canRun, isMissing } from "../servers/requirement.ts";
import { filesBelow, INSTALLER } from "./installer.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const CONTENTS = [
  "644 CHANGELOG.md",
  "644 LICENSE",
  "644 README.md",
  "644 completions/_leexport",
  "644 completions/leexport.bash",
  "644 completions/leexport.fish",
  "644 config.ini",
  "644 leexport.service",
  "644 man/leexport.1",
  "644 man/leexport.ini.5",
];

const ignore = isMissing(
  await canRun("zip", ["-v"]) && await canRun("unzip", ["-v"])
    ? undefined
    : "zip or unzip is not there (Debian packages)",
);

/** Stages a small stand-in for an executable and unpacks the archive. */
async function stageAndUnpack(folder: string, target: Target) {
  const binary = join(folder, "built");
  await Deno.writeTextFile(binary, "#!/bin/sh\necho here\n", { mode: 0o600 });
  const output = join(folder, "release");
  const archive = await stageArchive({
    root: ROOT,
    target,
    version: VERSION,
    binary,
    output,
    epoch: 1_800_000_000,
  });
  const unpacked = join(folder, "unpacked");
  await Deno.mkdir(unpacked);
  const [tool, ...args] = archive.endsWith(".zip")
    ? ["unzip", "-q", archive, "-d", unpacked]
    : ["tar", "-xzf", archive, "-C", unpacked];
  const { success } = await new Deno.Command(tool ?? "", { args }).output();
  equal(success, true);
  return { archive, inside: join(unpacked, `leexport-${VERSION}-${target}`) };
}

const CASES = [
  ["x86_64-unknown-linux-gnu", ".tar.gz", "leexport"],
  ["x86_64-pc-windows-msvc", ".zip", "leexport.exe"],
] as const;

for (const [target, ending, executable] of CASES) {
  Deno.test({
    name: `the archive for ${target} has the executable and everything beside it`,
    ignore,
    async fn() {
      const folder = await Deno.makeTempDir({ prefix: "leexport-stage-test-" });
      try {
        const { archive, inside } = await stageAndUnpack(folder, target);
        equal(archive, join(folder, "release", `leexport-${VERSION}-${target}${ending}`));
        deepEqual(await filesBelow(inside), [...CONTENTS, `755 ${executable}`].sort());
        const read = (name: string) => Deno.readTextFile(join(inside, name));
        equal(await read("LICENSE"), await Deno.readTextFile(`${ROOT}LICENSE`));
        const pages = await read("README.md") + await read("CHANGELOG.md");
        deepEqual(pages.match(/\]\((?!https:|#)[^)]*\)/g), null);
        const at = `https://github.com/leexport/leexport/blob/v${VERSION}/`;
        ok(pages.includes(`[Getting started](${at}docs/getting-started.md)`));
        match(await read("completions/leexport.bash"), /leexport/);
        match(await read("man/leexport.1"), /January 15, 2027/);
        match(await read("config.ini"), /status_token = \$\{env:LEEXPORT_STATUS_TOKEN\}/);
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    },
  });
}

Deno.test("install.sh takes nothing from an archive that is not there", async () => {
  const script = await Deno.readTextFile(INSTALLER);
  const taken = Array.from(script.matchAll(/^(755|644) (\S+) \S+$/gm), ([, , name = ""]) => name);
  equal(taken.length, 9);
  const there = [...CONTENTS.map((line) => line.slice(4)), "leexport"];
  deepEqual(taken.filter((name) => !there.includes(name)), []);
});
