import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ServiceError } from "../../src/errors.ts";
import { openCatalog } from "../../src/service_host/catalog.ts";
import { createServiceHost } from "../../src/service_host/create_service_host.ts";
import { startReceiver } from "../../src/testing.ts";
import { FILE_NAME_RULE, moduleName } from "../../src/service_host/module_name.ts";

const FIXTURE = fileURLToPath(import.meta.resolve("../fixtures/modules/sample_service.ts"));

interface Folder extends AsyncDisposable {
  readonly path: string;
  /** Writes a module that nobody else may write. */
  write(name: string, text: string): Promise<string>;
}

async function makeFolder(): Promise<Folder> {
  const path = await Deno.realPath(await Deno.makeTempDir());
  return {
    path,
    async write(name, text) {
      const file = join(path, name);
      await Deno.writeTextFile(file, text);
      await Deno.chmod(file, 0o644);
      return file;
    },
    [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }),
  };
}

function moduleText(className: string, { body = "" } = {}): string {
  return `import { Service } from "leexport";
export class ${className} extends Service {
  static summary = "Does nothing";
  transform() { return {}; }
  async push() {}
  ${body}
}
`;
}

/** The reason why a file of the folder cannot be a service. */
async function reasonOf(folder: Folder, file: string): Promise<string> {
  const { names, broken } = await openCatalog(folder.path);
  assert(!names.includes("x"));
  const found = broken.find((module) => module.file === join(folder.path, file));
  assert(found !== undefined, `${file} is not broken`);
  return found.reason;
}

/** The message with which a module refuses to be described. */
async function refusalOf(text: string, file = "x_service.ts"): Promise<string> {
  await using folder = await makeFolder();
  await folder.write(file, text);
  const catalog = await openCatalog(folder.path);
  const error = await catalog.describe("x").then(() => undefined, (error: unknown) => error);
  assert(error instanceof ServiceError);
  return error.message.replaceAll(folder.path, "FOLDER");
}

for (
  const [file, name, className] of [
    ["my_application_service.ts", "my_application", "MyApplicationService"],
    ["dummy_service.js", "dummy", "DummyService"],
    ["http2_a_1_service.ts", "http2_a_1", "Http2A1Service"],
  ] as const
) {
  Deno.test(`moduleName() reads "${file}" as service ${name}, class ${className}`, () => {
    assert.deepEqual(moduleName(file), { name, className });
  });
}

for (
  const file of [
    "x.ts",
    "My_service.ts",
    "_service.ts",
    "a__b_service.ts",
    "a-b_service.ts",
    "1a_service.js",
    "a_service.mjs",
  ]
) {
  Deno.test(`moduleName() does not take "${file}"`, () => {
    assert.equal(moduleName(file), undefined);
  });
}

Deno.test("a user's module is described by what it says of itself, and then pushes", async () => {
  await using folder = await makeFolder();
  const file = await folder.write("sample_service.ts", await Deno.readTextFile(FIXTURE));
  const catalog = await openCatalog(folder.path);
  assert(catalog.names.includes("sample"));
  const description = await catalog.describe("sample");
  const { source, ...told } = description;
  assert.equal(source?.language, "javascript");
  assert.deepEqual(told, {
    name: "sample",
    className: "SampleService",
    origin: "user",
    file,
    summary: "Posts the number of slices of an answer",
    keys: {
      push_url: { type: "url", help: "Where payloads go", required: true, secret: false },
      label: {
        type: "text",
        help: "A word that travels with every payload",
        required: false,
        secret: false,
      },
    },
    accepts: [],
    apiKey: "optional",
  });
  await using server = startReceiver();
  await using host = createServiceHost({
    description,
    apiKey: "key",
    net: [server.host],
    read: [],
    isolation: "process",
    memoryLimitMib: 256,
    pushDeadlineMs: 5000,
  });
  const destination = { id: "s/d", options: { push_url: server.url, label: "a" } };
  const pushed = await host.push(destination, `{"label":"a","length":1}`, { deliveryId: "1" });
  assert.deepEqual(pushed, { outcome: "accepted" });
  assert.equal(server.requests[0]?.body, '{"label":"a","length":1,"id":"1","key":"key"}');
});

for (
  const name of [
    "service",
    "on_unknown",
    "expire_after",
    "outbox_limit",
    "outbox_limit_mib",
    "outbox_full",
  ]
) {
  Deno.test(`a module cannot declare ${name}, which the program reads itself`, async () => {
    const text = `import { text } from "leexport";
${moduleText("XService", { body: `static keys = { ${name}: text("A word") };` })}`;
    assert.equal(
      await refusalOf(text),
      `Cannot load service "x": its key "${name}" has a meaning already`,
    );
  });
}

Deno.test("a module says how many pushes its destination takes", async () => {
  await using folder = await makeFolder();
  const body = "static pushLimit = { pushes: 12.5, seconds: 60, more: 1 };";
  await folder.write("x_service.ts", moduleText("XService", { body }));
  const { pushLimit } = await (await openCatalog(folder.path)).describe("x");
  assert.deepEqual(pushLimit, { pushes: 12.5, seconds: 60 });
});

for (
  const limit of [
    "{}",
    "null",
    "5",
    "[1, 2]",
    "{ pushes: 0, seconds: 1 }",
    "{ pushes: 1, seconds: -1 }",
    "{ pushes: Infinity, seconds: 1 }",
    "{ pushes: NaN, seconds: 1 }",
    "{ pushes: '5', seconds: 1 }",
  ]
) {
  Deno.test(`a module cannot say that its destination takes ${limit}`, async () => {
    const text = moduleText("XService", { body: `static pushLimit = ${limit};` });
    assert.equal(
      await refusalOf(text),
      'Cannot load service "x": its static pushLimit is no { pushes, seconds } of numbers above zero',
    );
  });
}

Deno.test("a module is asked once, and again only when its text has changed", async () => {
  await using folder = await makeFolder();
  await folder.write("x_service.js", moduleText("XService"));
  const first = await (await openCatalog(folder.path)).describe("x");
  assert.equal(await (await openCatalog(folder.path)).describe("x"), first);
  await folder.write("x_service.js", moduleText("XService").replace("nothing", "something"));
  const second = await (await openCatalog(folder.path)).describe("x");
  assert.equal(second.summary, "Does something");
});

Deno.test("files that are no modules are left alone, tests and the folder of the kit too", async () => {
  await using folder = await makeFolder();
  await folder.write("README.md", "");
  await folder.write("deno.json", "{}");
  await folder.write("leexport.d.ts", "");
  await folder.write("x_service_test.ts", "");
  await folder.write("x_service.test.js", "");
  await folder.write("test.ts", "");
  await Deno.mkdir(join(folder.path, "lib_service.ts"));
  await Deno.mkdir(join(folder.path, "leexport"));
  await folder.write("leexport/service.ts", "");
  assert.deepEqual((await openCatalog(folder.path)).broken, []);
});

for (const file of ["x.ts", "My_service.ts", "x-service.js", "contest.ts"]) {
  Deno.test(`a file named ${file} is broken`, async () => {
    await using folder = await makeFolder();
    await folder.write(file, "");
    assert.equal(await reasonOf(folder, file), `it is not named ${FILE_NAME_RULE}`);
  });
}

Deno.test("a broken file does not keep the others from working", async () => {
  await using folder = await makeFolder();
  await folder.write("x.ts", "");
  await folder.write("good_service.js", moduleText("GoodService"));
  const catalog = await openCatalog(folder.path);
  assert.equal((await catalog.describe("good")).summary, "Does nothing");
});

Deno.test("a module that its group may write is broken", async () => {
  await using folder = await makeFolder();
  const file = await folder.write("x_service.ts", moduleText("XService"));
  await Deno.chmod(file, 0o664);
  assert.equal(
    await reasonOf(folder, "x_service.ts"),
    `its group or others may write to it (mode 0664); run chmod go-w ${file}`,
  );
});

Deno.test("a services folder that others may write is broken as a whole", async () => {
  await using folder = await makeFolder();
  await folder.write("x_service.ts", moduleText("XService"));
  await Deno.chmod(folder.path, 0o777);
  const { broken, names } = await openCatalog(folder.path);
  assert(!names.includes("x"));
  const reason = `its group or others may write to it (mode 0777); run chmod go-w ${folder.path}`;
  assert.deepEqual(broken, [{ file: folder.path, reason }]);
});

Deno.test("a services folder that does not exist is broken", async () => {
  await using folder = await makeFolder();
  const file = join(folder.path, "none");
  assert.deepEqual((await openCatalog(file)).broken, [{ file, reason: "there is no such folder" }]);
});

Deno.test({
  name: "a module of another user is broken",
  ignore: Deno.uid() !== 0,
  async fn() {
    await using folder = await makeFolder();
    const file = await folder.write("x_service.ts", moduleText("XService"));
    await Deno.chown(file, 12345, 12345);
    assert.equal(
      await reasonOf(folder, "x_service.ts"),
      "it belongs to user 12345, not to root or to the user 0 that runs leexport",
    );
  },
});

Deno.test("a link out of the folder is broken, one inside of it works", async () => {
  await using folder = await makeFolder();
  await using outside = await makeFolder();
  const target = await outside.write("x_service.ts", moduleText("XService"));
  await Deno.symlink(target, join(folder.path, "x_service.ts"));
  await Deno.mkdir(join(folder.path, "..data"));
  await folder.write("..data/y.js", moduleText("YService"));
  await Deno.symlink("..data/y.js", join(folder.path, "y_service.js"));
  assert.equal(
    await reasonOf(folder, "x_service.ts"),
    `it is a link that leads out of the services folder, to ${target}`,
  );
  assert((await openCatalog(folder.path)).names.includes("y"));
});

Deno.test("a link to nowhere is broken", async () => {
  await using folder = await makeFolder();
  await Deno.symlink("none", join(folder.path, "x_service.ts"));
  assert.equal(await reasonOf(folder, "x_service.ts"), "it is a link that leads nowhere");
});

Deno.test({
  name: "a pipe is broken, and is not waited for",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using folder = await makeFolder();
    const pipe = join(folder.path, "x_service.ts");
    await new Deno.Command("mkfifo", { args: [pipe] }).output();
    assert.equal(await reasonOf(folder, "x_service.ts"), "it is no regular file");
  },
});

Deno.test("a module larger than 1 MiB is broken", async () => {
  await using folder = await makeFolder();
  await folder.write("x_service.ts", " ".repeat(1024 * 1024 + 1));
  assert.equal(
    await reasonOf(folder, "x_service.ts"),
    "it is larger than 1 MiB: it has 1048577 bytes",
  );
});

Deno.test("a second file for the same name is broken", async () => {
  await using folder = await makeFolder();
  await folder.write("x_service.js", moduleText("XService"));
  await folder.write("x_service.ts", moduleText("XService"));
  const { broken, names } = await openCatalog(folder.path);
  assert(names.includes("x"));
  assert.deepEqual(broken, [{
    file: join(folder.path, "x_service.ts"),
    reason: 'the name "x" belongs to x_service.js; give the file another name',
  }]);
});

Deno.test("syntax that is more than types is told with its line", async () => {
  await using folder = await makeFolder();
  await folder.write("x_service.ts", "const a: number = 1;\n\nenum Colour { Red }\n");
  assert.equal(
    await reasonOf(folder, "x_service.ts"),
    "line 3, column 1: TypeScript enum is not supported",
  );
});

for (
  const [what, text, message, file] of [
    [
      "wrong grammar in TypeScript",
      "const a: number = 1;\nconst b = (;\n",
      "SyntaxError: Expression expected (FOLDER/x_service.ts:2:12)",
    ],
    [
      "wrong grammar in JavaScript",
      "const a = 1;\nconst b = (;\n",
      "SyntaxError: Expression expected (FOLDER/x_service.js:2:12)",
      "x_service.js",
    ],
    [
      "a class with another name",
      moduleText("OtherService"),
      'TypeError: it exports no class XService, but "OtherService"',
    ],
    ["no export", "", "TypeError: it exports no class XService, but nothing"],
    [
      "a class that extends nothing",
      "export class XService {}",
      'TypeError: XService is no class that extends Service of "leexport"',
    ],
    [
      "no push()",
      'import { Service } from "leexport"; export class XService extends Service { transform() {} }',
      "TypeError: class XService has no method push()",
    ],
    [
      "keys that are not declared with the builders",
      moduleText("XService", { body: 'static keys = { push_url: "url" };' }),
      'its key "push_url" is not declared with text(), url(), hosts(), list(), integer(), choice(), file()',
    ],
    [
      "a key with a bad name",
      moduleText("XService", { body: 'static keys = { "Push-URL": {} };' }),
      'its key "Push-URL" is not named in small letters and digits',
    ],
    [
      "a key that has a meaning already",
      moduleText("XService", { body: "static keys = { service: {} };" }),
      'its key "service" has a meaning already',
    ],
    [
      "accepts that name no shape",
      moduleText("XService", { body: 'static accepts = ["pie"];' }),
      'its static accepts is no list of "series" and "groups"',
    ],
    [
      "an error while it is loaded",
      `throw new Error("not today");`,
      "Error: not today (FOLDER/x_service.ts:1:7)",
    ],
    [
      "an import that it may not make",
      'import "node:fs";',
      'it wanted to import "node:fs", which it may not',
    ],
    [
      "a connection while it is loaded",
      'await fetch("http://evil.example/");',
      "it wanted to reach evil.example:80, which it may not",
    ],
  ] as const
) {
  Deno.test(`a module with ${what} cannot be described`, async () => {
    assert.equal(await refusalOf(text, file), `Cannot load service "x": ${message}`);
  });
}
