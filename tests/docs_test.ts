import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { dirname, join } from "node:path/posix";
import { parseCommand } from "../src/command_line/parse_command.ts";
import { formatProblem } from "../src/config/format_problem.ts";
import { loadConfig } from "../src/config/load_config.ts";
import { SECTIONS } from "../src/config/schema.ts";
import { openCatalog } from "../src/service_host/catalog.ts";
import { MyApplicationService } from "../examples/my_application_service.ts";
import { startHttpDestination } from "./servers/http_destination.ts";

const root = new URL("..", import.meta.url).pathname;

function filesIn(folder: string, ending: string): string[] {
  return [...Deno.readDirSync(join(root, folder))].map(({ name }) => join(folder, name))
    .filter((path) => path.endsWith(ending)).sort();
}

function read(path: string): string {
  return Deno.readTextFileSync(join(root, path));
}

const PAGES = [...filesIn(".", ".md"), ...filesIn("docs", ".md"), ...filesIn("examples", ".md")];

/** The text of every fenced block of a language, with the number of its first line. */
function blocks(page: string, language: string): { line: number; text: string }[] {
  const text = read(page);
  const fences = text.matchAll(new RegExp("^```" + language + "\\n([\\s\\S]*?)^```$", "gm"));
  return Array.from(fences, ({ index, 1: block = "" }) => {
    const line = text.slice(0, index).split("\n").length + 1;
    return { line, text: block };
  });
}

/** Loads a config as it would be on a machine that has the secrets and services which it names. */
async function problemsOf(text: string): Promise<string[]> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(join(folder, "secret"), "0123456789abcdef");
    const file = join(folder, "config.ini");
    const local = text.replaceAll(/\$\{env:[A-Z_]*URL\}/g, "http://127.0.0.1:9")
      .replaceAll(/\$\{[a-z]+:[^}]+\}/g, `\${file:${join(folder, "secret")}}`)
      .replaceAll("/etc/leexport/services", join(root, "examples"))
      .replaceAll("/etc/leexport/", `${folder}/`);
    await Deno.writeTextFile(file, local);
    const { problems } = await loadConfig(file, { openCatalog });
    return problems.map(formatProblem);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

for (const example of filesIn("examples", ".ini")) {
  Deno.test(`${example} is a config without a problem`, async () => {
    deepStrictEqual(await problemsOf(read(example)), []);
  });
}

Deno.test("examples/every_key.ini has every key of every section and service", async () => {
  const example = read("examples/every_key.ini");
  const catalog = await openCatalog(undefined);
  const services = await Promise.all(catalog.names.map((name) => catalog.describe(name)));
  const keys = [...SECTIONS, ...services].flatMap(({ keys }) => Object.keys(keys));
  const missing = keys.filter((key) => !new RegExp(`^ +(?:# )?${key} = `, "m").test(example));
  deepStrictEqual(missing, []);
});

for (const page of PAGES) {
  for (const { line, text } of blocks(page, "ini")) {
    Deno.test(`the config in ${page} at line ${line} has no problem`, async () => {
      deepStrictEqual(await problemsOf(text), []);
    });
  }
}

Deno.test("every TypeScript example in the documentation type-checks", async () => {
  const examples = PAGES.flatMap((page) => blocks(page, "ts").map(({ text }) => text));
  ok(examples.length > 0);
  const folder = await Deno.makeTempDir();
  try {
    const files = examples.map((_, index) => join(folder, `example_${index}.ts`));
    await Promise.all(files.map((file, index) => Deno.writeTextFile(file, examples[index] ?? "")));
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "--config", join(root, "deno.json"), ...files],
      env: { NO_COLOR: "1" },
    }).output();
    strictEqual(code, 0, new TextDecoder().decode(stderr));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("every link between files of the documentation leads somewhere", () => {
  const broken = PAGES.flatMap((page) =>
    Array.from(read(page).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g), ([, target = ""]) => target)
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => !exists(join(dirname(page), target)))
      .map((target) => `${page}: ${target}`)
  );
  deepStrictEqual(broken, []);
});

function exists(path: string): boolean {
  try {
    Deno.statSync(join(root, path));
    return true;
  } catch {
    return false;
  }
}

/** Command lines as a page shows them: `leexport run -c config.ini "Errors"` in running text and in shell blocks. */
function commandLines(page: string): string[] {
  const shell = blocks(page, "sh").flatMap(({ text }) => text.split("\n"));
  const inline = Array.from(read(page).matchAll(/`([^`\n]+)`/g), ([, code = ""]) => code);
  return [...shell, ...inline]
    .map((line) => line.replace(/^sudo |^deno task (?:-q )?(?=leexport )| &$/g, ""))
    .filter((line) => /^leexport [a-z-]/.test(line));
}

Deno.test("every command line in the documentation is understood", async () => {
  const misunderstood: string[] = [];
  const lines = PAGES.flatMap(commandLines);
  ok(lines.length > 10);
  for (const line of new Set(lines)) {
    const args = Array.from(
      line.matchAll(/"([^"]*)"|(\S+)/g),
      ([, quoted, bare]) => quoted ?? bare!,
    );
    const complaints: string[] = [];
    const output = { say() {}, complain: (text: string) => complaints.push(text) };
    const command = await parseCommand(args.slice(1), output);
    if (command === 2) misunderstood.push(`${line}: ${complaints.join(" ")}`);
  }
  deepStrictEqual(misunderstood, []);
});

Deno.test("the generated parts of the documentation are up to date", async () => {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", "scripts/docs.ts", "--check"],
    cwd: root,
    env: { NO_COLOR: "1" },
  }).output();
  strictEqual(code, 0, new TextDecoder().decode(stderr));
});

Deno.test("the example service posts the total of an answer", async () => {
  await using destination = startHttpDestination();
  const service = new MyApplicationService({
    destination: { push_url: `${destination.url}/totals`, metric_name: "shop.errors" },
    apiKey: "key",
    log: { debug() {}, info() {}, warning() {} },
  });
  const answer = {
    function: "count",
    from: 0,
    to: 60_000,
    series: [],
    groups: [],
    groupSeries: [],
    total: 12,
    totalText: "12",
  };
  const delivery = { id: "Errors/destination/0-60000", signal: AbortSignal.timeout(10_000) };
  await service.process(answer, delivery);
  await service.process({ ...answer, total: undefined, totalText: undefined }, delivery);
  const requests = destination.requests.map(({ path, headers, body }) => ({
    path,
    body,
    authorization: headers.get("authorization"),
    id: headers.get("idempotency-key"),
  }));
  deepStrictEqual(requests, [{
    path: "/totals",
    body: `{"name":"shop.errors","value":12}`,
    authorization: "Bearer key",
    id: delivery.id,
  }]);
  deepStrictEqual(service.takeSkipped(), { reason: "The answer has no total" });
});
