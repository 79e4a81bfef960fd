import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { newService, updateKit } from "../../src/commands/new_service.ts";
import { readKit } from "../../src/new_service/kit_source.ts";
import { runProgram } from "../program.ts";

interface Folder extends AsyncDisposable {
  readonly path: string;
  names(below?: string): readonly string[];
  read(name: string): Promise<string>;
  write(name: string, text: string): Promise<void>;
}

async function makeFolder(): Promise<Folder> {
  const path = await Deno.realPath(await Deno.makeTempDir({ prefix: "kit-new-" }));
  return {
    path,
    names: (below = "") => [...Deno.readDirSync(join(path, below))].map(({ name }) => name).sort(),
    read: (name) => Deno.readTextFile(join(path, name)),
    async write(name, text) {
      await Deno.mkdir(join(path, name, ".."), { recursive: true });
      await Deno.writeTextFile(join(path, name), text);
    },
    [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }),
  };
}

async function write(folder: Folder, { words = "My Application", below = "" } = {}) {
  const said: string[] = [];
  const directory = join(folder.path, below);
  await newService(words, { directory, write: (text) => void said.push(text) });
  return said.join("");
}

const SERVICE = ["my_application_service.ts", "my_application_service_test.ts"];
const ALL = ["deno.json", "leexport", ...SERVICE];

Deno.test("leexport new-service overwrites no file, and then writes nothing at all", async () => {
  await using folder = await makeFolder();
  await folder.write("my_application_service_test.ts", "mine");
  const file = join(folder.path, "my_application_service_test.ts");
  await rejects(write(folder), { message: `Cannot write ${file}: it is there already` });
  deepStrictEqual(folder.names(), ["my_application_service_test.ts"]);
  strictEqual(await folder.read("my_application_service_test.ts"), "mine");
});

Deno.test("a second service shares deno.json and the folder of the first", async () => {
  await using folder = await makeFolder();
  await write(folder);
  const config = await folder.read("deno.json");
  await write(folder, { words: "Another" });
  deepStrictEqual(folder.names(), ["another_service.ts", "another_service_test.ts", ...ALL]);
  strictEqual(await folder.read("deno.json"), config);
});

Deno.test("the folder leexport is that of the program that wrote last", async () => {
  await using folder = await makeFolder();
  await write(folder);
  await folder.write("leexport/service.ts", "older");
  await folder.write("leexport/no_more/gone.ts", "older");
  let said = "";
  const code = await updateKit({ directory: folder.path, write: (text) => said += text });
  strictEqual(code, 0);
  strictEqual(said, `Wrote ${folder.path}/leexport/ anew\n`);
  const kit = await readKit();
  for (const [path, text] of kit) strictEqual(await folder.read(`leexport/${path}`), text);
  strictEqual(folder.names().length, ALL.length);
  await rejects(folder.read("leexport/no_more/gone.ts"), Deno.errors.NotFound);
});

Deno.test("the kit holds all that it imports, and nothing from outside", async () => {
  const kit = await readKit();
  for (const [path, text] of kit) {
    const imported = text.matchAll(/^(?:(?:import|export)\b.*|\} )from "([^"]+)"/gm);
    for (const [, specifier = ""] of imported) {
      if (specifier.startsWith("node:")) continue;
      const target = new URL(specifier, `file:///${path}`).pathname.slice(1);
      strictEqual(kit.has(target), true, `${path} imports ${specifier}`);
    }
  }
  const { version } = JSON.parse(
    await Deno.readTextFile(new URL("../../deno.json", import.meta.url)),
  );
  match(kit.get("version.ts") ?? "", new RegExp(`^const manifest = \\{ version: "${version}" \\}`));
});

Deno.test("a folder leexport that is somebody else's is not touched", async () => {
  await using folder = await makeFolder();
  await folder.write("leexport/notes.txt", "mine");
  const path = join(folder.path, "leexport");
  await rejects(write(folder), {
    message: `Cannot write ${path}: it is there already, and not leexport's`,
  });
  deepStrictEqual(folder.names(), ["leexport"]);
  strictEqual(await folder.read("leexport/notes.txt"), "mine");
});

Deno.test("a deno.json of one's own is kept, and what to add to it is said", async () => {
  await using folder = await makeFolder();
  await folder.write("deno.json", `{ "imports": {} }\n`);
  const said = await write(folder);
  deepStrictEqual(folder.names(), ALL);
  strictEqual(await folder.read("deno.json"), `{ "imports": {} }\n`);
  match(
    said,
    /^Add to the imports of \S+deno\.json:\n\n {4}"leexport": "\.\/leexport\/service\.ts",\n {4}"leexport\/testing": "\.\/leexport\/testing\.ts"$/m,
  );
});

Deno.test("a deno.json above that knows the kit is used, and its folder brought up to date", async () => {
  await using folder = await makeFolder();
  await write(folder);
  await folder.write("leexport/service.ts", "older");
  await Deno.mkdir(join(folder.path, "more"));
  await write(folder, { words: "Another", below: "more" });
  deepStrictEqual(folder.names("more"), ["another_service.ts", "another_service_test.ts"]);
  strictEqual(await folder.read("leexport/service.ts"), (await readKit()).get("service.ts"));
});

Deno.test("a deno.json above is of no use to a folder that has its own", async () => {
  await using folder = await makeFolder();
  await write(folder);
  await folder.write("more/deno.json", `{ "imports": {} }\n`);
  const said = await write(folder, { below: "more" });
  deepStrictEqual(folder.names("more"), ALL);
  match(said, /^Add to the imports of \S+more[/\\]deno\.json:$/m);
});

Deno.test("a deno.json above is of no use to a folder that has one in between", async () => {
  await using folder = await makeFolder();
  await write(folder);
  await folder.write("more/deno.json", `{ "imports": {} }\n`);
  await Deno.mkdir(join(folder.path, "more/deep"));
  await write(folder, { below: "more/deep" });
  deepStrictEqual(folder.names("more/deep"), ALL);
});

Deno.test("a member of a workspace finds the kit where the workspace has it", async () => {
  await using folder = await makeFolder();
  await write(folder);
  const config = JSON.parse(await folder.read("deno.json"));
  await folder.write("deno.json", JSON.stringify({ ...config, workspace: ["./more"] }));
  await folder.write("more/deno.json", "{}\n");
  await write(folder, { below: "more" });
  deepStrictEqual(folder.names("more"), ["deno.json", ...SERVICE]);
});

Deno.test("no service is written into the folder that is always written anew", async () => {
  await using folder = await makeFolder();
  await write(folder);
  const before = folder.names("leexport");
  const kit = join(folder.path, "leexport");
  for (const below of ["leexport", "leexport/testing"]) {
    await rejects(write(folder, { words: "Another", below }), {
      name: "UsageError",
      message: `Cannot write a service into ${kit}: that folder is always written anew`,
      hint: "write it beside that folder; --directory names another one",
    });
  }
  deepStrictEqual(folder.names("leexport"), before);
});

/** Known before the tests run, so that one of them can be kept from writing elsewhere. */
const narrow = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "kit-narrow-" }));
const permitted = ["deno.json", ...SERVICE].map((name) => join(narrow, name));

Deno.test({
  name: "a service is taken back whose kit cannot be written",
  permissions: { read: true, write: permitted },
  async fn() {
    const written = newService("My Application", { directory: narrow, write() {} });
    await rejects(written, (error: Error) => {
      match(error.message, /^Cannot write \S+leexport: /);
      return true;
    });
    deepStrictEqual([...Deno.readDirSync(narrow)], []);
  },
});

globalThis.addEventListener("unload", () => Deno.removeSync(narrow, { recursive: true }));

Deno.test("in a checkout the source itself is the kit", async () => {
  await using folder = await makeFolder();
  await folder.write(
    "deno.json",
    `{ "imports": { "leexport": "./src/service.ts", "leexport/testing": "./src/testing.ts" } }`,
  );
  await folder.write("src/service.ts", "source");
  await write(folder);
  deepStrictEqual(folder.names(), ["deno.json", ...SERVICE, "src"]);
  strictEqual(await folder.read("src/service.ts"), "source");
});

Deno.test("a module is written for its owner only to change, whatever the umask", async () => {
  await using folder = await makeFolder();
  const umask = Deno.build.os === "windows" ? undefined : Deno.umask(0o002);
  try {
    await write(folder);
  } finally {
    if (umask !== undefined) Deno.umask(umask);
  }
  const { mode } = await Deno.stat(join(folder.path, "my_application_service.ts"));
  strictEqual((mode ?? 0) & 0o022, 0);
});

for (
  const [args, code, message] of [
    [
      ["new-service"],
      2,
      'Cannot write a service: it has no name\n  hint: write leexport new-service "My Application"\n',
    ],
    [
      ["new-service", "Kafka"],
      2,
      'Cannot call a service "Kafka": "kafka" is a service that comes with leexport\n' +
      '  hint: choose another name, such as "My Kafka"\n',
    ],
    [
      ["new-service", "X", "--update"],
      2,
      "Cannot write a service: --update only writes the folder leexport anew\n" +
      "  hint: leave --update away: a new service writes that folder, too\n",
    ],
    [
      ["new-service", "--update"],
      2,
      "Cannot update leexport: no deno.json names it\n" +
      "  hint: name the folder of your services with --directory\n",
    ],
    [
      ["new-service", "X", "--directory", "none"],
      1,
      "Cannot write none/x_service.ts: there is no such folder\n  hint: make the folder first\n",
    ],
  ] as const
) {
  Deno.test(`leexport ${args.join(" ")} writes nothing and exits with ${code}`, async () => {
    await using folder = await makeFolder();
    const { stdout, stderr, ...ended } = await runProgram(args, { cwd: folder.path });
    deepStrictEqual([ended.code, stdout, stderr], [code, "", message]);
    deepStrictEqual(folder.names(), []);
  });
}
