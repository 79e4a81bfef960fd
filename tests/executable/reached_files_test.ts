import { deepEqual } from "node:assert/strict";
import { dirname, join } from "node:path";
import { reachedFiles } from "../../scripts/build/reached_files.ts";

/** Lists what is reached of a package of these files, beside its `package.json`. */
async function reachedOf(files: Readonly<Record<string, string>>): Promise<string[]> {
  const localPath = await Deno.makeTempDir({ prefix: "leexport-package-" });
  try {
    for (const [path, text] of Object.entries({ "package.json": "{}", ...files })) {
      await Deno.mkdir(dirname(join(localPath, path)), { recursive: true });
      await Deno.writeTextFile(join(localPath, path), text);
    }
    const it = { name: "it", version: "1.0.0", dependencies: [], localPath };
    const reached = await reachedFiles({
      packages: new Map([["it@1.0.0", it]]),
      imports: [{ id: "it@1.0.0", subpath: "." }],
    });
    return [...reached.get(it) ?? []].sort();
  } finally {
    await Deno.remove(localPath, { recursive: true });
  }
}

for (
  const [what, files, reached] of [
    [
      "what a script requires, without its ending, or by its folder",
      {
        "index.js": 'require("./one"); require("./two");',
        "one.js": "",
        "two/index.js": 'require("../three.json");',
        "three.json": "{}",
        "four.js": "",
      },
      ["index.js", "one.js", "three.json", "two/index.js"],
    ],
    [
      "what a script requires that imports at the beginning of a line, too",
      {
        "index.js":
          'const one = require("./one.js");\nmodule.exports = () =>\n  import("./two.mjs");',
        "one.js": "",
        "two.mjs": "",
      },
      ["index.js", "one.js", "two.mjs"],
    ],
    [
      "what a module imports, not what its comments say of require",
      {
        "index.js": '// require("./two.js")\nimport"./one.js";export*from"./three.js";',
        "one.js": "",
        "two.js": "",
        "three.js": "",
      },
      ["index.js", "one.js", "three.js"],
    ],
  ] as const
) {
  Deno.test(`reachedFiles() finds ${what}`, async () => {
    deepEqual(await reachedOf(files), reached);
  });
}
