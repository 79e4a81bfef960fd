import { ok, strictEqual } from "node:assert/strict";
import { join } from "node:path/posix";
import { blocks, PAGES, ROOT } from "./pages.ts";

Deno.test("every TypeScript example in the documentation type-checks", async () => {
  const examples = PAGES.flatMap((page) => blocks(page, "ts").map(({ text }) => text));
  ok(examples.length > 0);
  const folder = await Deno.makeTempDir({ prefix: "leexport-docs-" });
  try {
    const files = examples.map((_, index) => join(folder, `example_${index}.ts`));
    await Promise.all(files.map((file, index) => Deno.writeTextFile(file, examples[index] ?? "")));
    // A test of the example stands beside it.
    const service = "my_application_service.ts";
    await Deno.copyFile(join(ROOT, "examples", service), join(folder, service));
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "--config", join(ROOT, "deno.json"), ...files],
      env: { NO_COLOR: "1" },
    }).output();
    strictEqual(code, 0, new TextDecoder().decode(stderr));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
