import { deepEqual } from "node:assert/strict";
import { join } from "node:path/posix";
import { newService } from "../../src/commands/new_service.ts";
import { formatProblem } from "../../src/config/format_problem.ts";
import { loadConfig } from "../../src/config/load_config.ts";
import { SECTIONS } from "../../src/config/schema.ts";
import { openCatalog } from "../../src/service_host/catalog.ts";
import { blocks, filesIn, PAGES, read, ROOT } from "./pages.ts";

/** Loads a config as it would be on a machine that has the secrets and services which it names. */
async function problemsOf(text: string, services: string): Promise<string[]> {
  const folder = await Deno.makeTempDir({ prefix: "leexport-docs-" });
  try {
    await Deno.writeTextFile(join(folder, "secret"), "0123456789abcdef");
    const file = join(folder, "config.ini");
    const local = text.replaceAll(/\$\{env:[A-Z_]*URL\}/g, "http://127.0.0.1:9")
      .replaceAll(/\$\{[a-z]+:[^}]+\}/g, `\${file:${join(folder, "secret")}}`)
      .replaceAll("/etc/leexport/services", services)
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
    deepEqual(await problemsOf(read(example), join(ROOT, "examples")), []);
  });
}

for (const page of PAGES) {
  for (const { line, text } of blocks(page, "ini")) {
    Deno.test(`the config in ${page} at line ${line} has no problem`, async () => {
      const services = await Deno.makeTempDir({ prefix: "leexport-docs-services-" });
      try {
        await newService("My Application", { directory: services, write: () => {} });
        deepEqual(await problemsOf(text, services), []);
      } finally {
        await Deno.remove(services, { recursive: true });
      }
    });
  }
}

Deno.test("examples/every_key.ini has every key of every section and service", async () => {
  const example = read("examples/every_key.ini");
  const catalog = await openCatalog(undefined);
  const services = await Promise.all(catalog.names.map((name) => catalog.describe(name)));
  const keys = [...SECTIONS, ...services].flatMap(({ keys }) => Object.keys(keys));
  const missing = keys.filter((key) => !new RegExp(`^ +(?:# )?${key} = `, "m").test(example));
  deepEqual(missing, []);
});

Deno.test("every shipped service has a page, and every such page a service", async () => {
  const { names } = await openCatalog(undefined);
  deepEqual(filesIn("docs/services", ".md"), names.map((name) => `docs/services/${name}.md`));
});
