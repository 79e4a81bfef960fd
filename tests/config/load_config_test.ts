import assert from "node:assert/strict";
import { formatProblem } from "../../src/config/format_problem.ts";
import { loadConfig } from "../../src/config/load_config.ts";
import { whyUnreadable } from "../../src/config/unreadable.ts";
import { LeexportError } from "../../src/errors.ts";
import { catalogOf } from "./catalog.ts";
import { fileText } from "./read_text.ts";

const openCatalog = () => Promise.resolve(catalogOf());
const KAFKA = "service = kafka\ntopic = t\nbrokers = a:1\npassword = ";

interface Folder extends AsyncDisposable {
  readonly path: string;
}

async function makeFolder(): Promise<Folder> {
  const path = await Deno.makeTempDir();
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

async function problemsOf(file: string): Promise<string[]> {
  const { config, problems } = await loadConfig(file, { openCatalog });
  assert.equal(config, undefined);
  return problems.map(formatProblem);
}

Deno.test("loadConfig() loads a file", async () => {
  await using folder = await makeFolder();
  const file = `${folder.path}/config.ini`;
  await Deno.writeTextFile(file, `\ufeff${fileText("service = dummy").replaceAll("\n", "\r\n")}`);
  const { config, problems } = await loadConfig(file, { openCatalog });
  assert.deepEqual(problems, []);
  assert.equal(config?.file, file);
  assert.equal(config.searches.length, 1);
});

Deno.test("loadConfig() refuses a file that cannot be read, in one sentence", async () => {
  await using folder = await makeFolder();
  const path = (name: string) => `${folder.path}/${name}`;
  assert.deepEqual(await problemsOf(path("none.ini")), [
    `${path("none.ini")}:1:1: Cannot read the config file: there is no such file\n` +
    "  hint: correct its path",
  ]);
  assert.deepEqual(await problemsOf(folder.path), [
    `${folder.path}:1:1: Cannot read the config file: it is a folder\n  hint: name the file inside it`,
  ]);
  await Deno.writeFile(path("latin1.ini"), new Uint8Array([0x23, 0xe9, 0x0a]));
  assert.deepEqual(await problemsOf(path("latin1.ini")), [
    `${path("latin1.ini")}:1:1: Cannot read the config file: it is not UTF-8 text\n` +
    "  hint: save it as UTF-8",
  ]);
});

/** The superuser may read everything. */
if (Deno.uid() !== 0) {
  Deno.test("loadConfig() refuses a file that it may not read, in one sentence", async () => {
    await using folder = await makeFolder();
    const file = `${folder.path}/config.ini`;
    await Deno.writeTextFile(file, "", { mode: 0o000 });
    assert.deepEqual(await problemsOf(file), [
      `${file}:1:1: Cannot read the config file: this user may not read it\n` +
      "  hint: change its owner or its mode",
    ]);
  });
}

Deno.test("whyUnreadable() has a sentence for every failure", () => {
  assert.deepEqual(whyUnreadable(new Deno.errors.PermissionDenied("EACCES")), {
    found: "this user may not read it",
    hint: "change its owner or its mode",
  });
  assert.deepEqual(whyUnreadable(new Error("EIO: input/output error")), {
    found: "EIO: input/output error",
    hint: "make it readable",
  });
});

Deno.test("loadConfig() takes secrets from the environment, from files and from systemd", async () => {
  await using folder = await makeFolder();
  const path = (name: string) => `${folder.path}/${name}`;
  await Deno.mkdir(path("credentials"));
  await Deno.writeTextFile(path("credentials/kafka"), "from-systemd\n");
  await Deno.writeTextFile(path("gecko.key"), "from-file\r\n");
  const text = fileText(`${KAFKA}\${credential:kafka}`)
    .replace("le-key", "${env:LE_KEY}")
    .replace("[Searches]", "[Services]\n[[kafka]]\napi_key = ${file:gecko.key}\n[Searches]");
  await Deno.writeTextFile(path("config.ini"), text);
  const env = new Map([["LE_KEY", "from-env"], ["CREDENTIALS_DIRECTORY", path("credentials")]]);
  const { config, problems } = await loadConfig(path("config.ini"), {
    openCatalog,
    env: (name) => env.get(name),
  });
  assert.deepEqual(problems, []);
  assert.equal(config?.logSearch.apiKey.reveal(), "from-env");
  assert.equal(config.services.get("kafka")?.apiKey?.reveal(), "from-file");
  const { options } = config.searches[0]!.destinations[0]!;
  assert.deepEqual(String(options["password"]), "[secret]");
});

const NOWHERE: readonly (readonly [reference: string, shown: string])[] = [
  ["env:", '"" is no name of an environment variable\n  hint: write letters, digits and _'],
  ["env:A=B", '"A=B" is no name of an environment variable\n  hint: write letters, digits and _'],
  [
    "env:NONE",
    "environment variable NONE is not set\n  hint: set NONE where the program is started",
  ],
  [
    "env:EMPTY",
    "environment variable EMPTY is empty\n  hint: set EMPTY where the program is started",
  ],
  ["file:none", "file none: there is no such file\n  hint: correct its path"],
  ["file:.", "file .: it is a folder\n  hint: name the file inside it"],
  ["file:/dev/null", "file /dev/null is no ordinary file\n  hint: name a file"],
  ["file:empty", "file empty is empty\n  hint: write the key into it"],
  ["file:large", "file large is larger than 64 KiB\n  hint: name a file that holds only the key"],
  ["file:binary", "file binary: it is not UTF-8 text\n  hint: save it as UTF-8"],
  [
    "credential:kafka",
    "credential kafka is out of reach, for systemd named no credentials directory\n" +
    "  hint: in a shell, set CREDENTIALS_DIRECTORY to the folder that holds it; " +
    "in a unit, add LoadCredential=kafka:/path/of/the/file",
  ],
];

for (const [reference, shown] of NOWHERE) {
  Deno.test(`loadConfig() says why \${${reference}} leads nowhere`, async () => {
    await using folder = await makeFolder();
    const file = `${folder.path}/config.ini`;
    await Deno.writeTextFile(`${folder.path}/empty`, "\n");
    await Deno.writeTextFile(`${folder.path}/large`, "x".repeat(100_000));
    await Deno.writeFile(`${folder.path}/binary`, new Uint8Array([0xff, 0xfe]));
    await Deno.writeTextFile(file, fileText(`${KAFKA}\${${reference}}`));
    const { problems } = await loadConfig(file, {
      openCatalog,
      env: (name) => name === "EMPTY" ? "" : undefined,
    });
    assert.deepEqual(problems.map(formatProblem), [
      `${file}:14:18: Cannot read password of [[[destination]]] of search "errors": ${shown}`,
    ]);
  });
}

Deno.test("loadConfig() refuses a name of a credential that leads out of its folder", async () => {
  await using folder = await makeFolder();
  const file = `${folder.path}/config.ini`;
  await Deno.writeTextFile(file, fileText(`${KAFKA}\${credential:../config.ini}`));
  const { problems } = await loadConfig(file, { openCatalog, env: () => folder.path });
  assert.deepEqual(problems.map(({ message }) => message), [
    'Cannot read password of [[[destination]]] of search "errors": "../config.ini" is no name of a credential',
  ]);
});

Deno.test("loadConfig() opens the services of services_dir, which begins at the config's folder", async () => {
  await using folder = await makeFolder();
  const file = `${folder.path}/config.ini`;
  const text = `[Leexport]\n  services_dir = mine\n${fileText("service = dummy")}`;
  await Deno.writeTextFile(file, text);
  const asked: (string | undefined)[] = [];
  const { problems } = await loadConfig(file, {
    openCatalog(servicesDir) {
      asked.push(servicesDir);
      return Promise.reject(
        new LeexportError("Cannot open services_dir: it is gone", { hint: "mkdir" }),
      );
    },
  });
  assert.deepEqual(asked, [`${folder.path}/mine`]);
  assert.deepEqual(problems.map(formatProblem), [
    `${file}:2:18: Cannot open services_dir: it is gone\n  hint: mkdir`,
  ]);
});

Deno.test("loadConfig() names the reason why a module cannot be used, once", async () => {
  await using folder = await makeFolder();
  const file = `${folder.path}/config.ini`;
  const more = [2, 3].map((n) => `[[[destination_${n}]]]\nservice = ${n === 2 ? "loud" : "quiet"}`);
  await Deno.writeTextFile(file, fileText(`service = quiet\n${more.join("\n")}`));
  const catalog = catalogOf({
    broken: [{ file: "/srv/loud_service.ts", reason: "it exports no class" }],
    failing: { quiet: 'Cannot load service "quiet": it did not load within 10 s' },
  });
  const { problems } = await loadConfig(file, { openCatalog: () => Promise.resolve(catalog) });
  assert.deepEqual(problems.map(formatProblem), [
    `${file}:11:17: Cannot use service "quiet" in search "errors": it did not load within 10 s\n` +
    "  hint: correct the module, then run leexport check",
    `${file}:13:17: Cannot use service "loud" in search "errors": ` +
    "/srv/loud_service.ts cannot be used: it exports no class\n" +
    "  hint: correct the module, then run leexport check",
  ]);
});
