import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { servicesCommand } from "../../src/commands/services.ts";
import { UsageError } from "../../src/errors.ts";

const FIXTURES = fileURLToPath(import.meta.resolve("../fixtures/modules/"));

interface Result {
  readonly code: number;
  readonly said: string;
}

async function services(
  files: readonly string[],
  { name }: { readonly name?: string } = {},
): Promise<Result> {
  const folder = await Deno.realPath(await Deno.makeTempDir());
  for (const file of files) {
    await Deno.copyFile(join(FIXTURES, file), join(folder, file));
    await Deno.chmod(join(folder, file), 0o644);
  }
  const said: string[] = [];
  const write = (text: string) => void said.push(text.replaceAll(folder, "FOLDER"));
  try {
    const code = await servicesCommand({ name, servicesDir: folder, write });
    return { code, said: said.join("") };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("leexport services lists what a user's modules say of themselves", async () => {
  const { code, said } = await services(["sample_service.ts"]);
  assert.equal(code, 0);
  assert(
    said.includes(
      "sample (FOLDER/sample_service.ts)\n  Posts the number of slices of an answer\n  keys: push_url [label]\n\n",
    ),
    said,
  );
});

Deno.test("leexport services lists the shipped services without a folder", async () => {
  const said: string[] = [];
  const code = await servicesCommand({ write: (text) => void said.push(text) });
  assert.equal(code, 0);
});

Deno.test("leexport services names broken files after the others, and exits with 1", async () => {
  const { code, said } = await services(["broken_service.ts", "misnamed.ts", "sample_service.ts"]);
  assert.equal(code, 1);
  assert(said.includes("sample (FOLDER/sample_service.ts)"));
  assert(
    said.endsWith(
      `Cannot use FOLDER/misnamed.ts: it is not named NAME_service.ts or NAME_service.js, with NAME in small letters, digits and single underscores
Cannot load service "broken": TypeError: it exports no class BrokenService, but "OtherService"
`,
    ),
    said,
  );
});

Deno.test("leexport services NAME explains every key and shows an example", async () => {
  const { code, said } = await services(["every_key_service.ts"], { name: "every_key" });
  assert.equal(code, 0);
  assert.equal(
    said,
    `every_key: Shows every kind of key

A module of your own, FOLDER/every_key_service.ts

Uses answers with series

push_url (url, required)
  Where payloads go

brokers (hosts, required)
  Where messages go

label (text, optional)
  A word

tags (list, optional)
  Words

count (integer, default 5, at least 1, at most 9)
  A number

kind (choice, required)
  What is drawn
    line: A line (answers with series)
    pie: A pie

ca (file, optional)
  A certificate

password (text, required, secret)
  Lets in

Example:

    [[[destination]]]
        service = every_key
        push_url = https://example.com/...
        brokers = example.com:9092
        # label = ...
        # tags = one, two
        # count = 5
        kind = line
        # ca = /etc/leexport/...
        password = ...
`,
  );
});

Deno.test("leexport services NAME says how much its destination is known to take", async () => {
  const said: string[] = [];
  const write = (text: string) => void said.push(text);
  assert.equal(await servicesCommand({ name: "geckoboard", write }), 0);
  assert.match(said.join(""), /\n\nKnown to take 12000 pushes in 3600 s from one account\n\n/);
  said.length = 0;
  assert.equal(await servicesCommand({ name: "hosted_graphite", write }), 0);
  assert.match(said.join(""), /\n\nKnown to take 20 pushes in 1 s from one account\n\n/);
});

Deno.test("leexport services NAME tells where it looks for a module of one's own", async () => {
  const write = () => {};
  await assert.rejects(
    servicesCommand({ name: "my_application", write }),
    new UsageError('Cannot explain service "my_application": there is no such service', {
      hint: "write one of dummy, geckoboard, hosted_graphite, kafka, " +
        "or name the folder of your own with --services-dir",
    }),
  );
  await assert.rejects(
    services(["sample_service.ts"], { name: "my_application" }),
    new UsageError('Cannot explain service "my_application": there is no such service', {
      hint: "write one of dummy, geckoboard, hosted_graphite, kafka, sample",
    }),
  );
});

Deno.test("leexport services NAME suggests a near name", async () => {
  await assert.rejects(
    services(["sample_service.ts"], { name: "smaple" }),
    new UsageError('Cannot explain service "smaple": there is no such service', {
      hint: 'did you mean "sample"?',
    }),
  );
});
