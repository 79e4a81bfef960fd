import { deepStrictEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";

Deno.test("a service's process has the same folder for temporary files as the daemon", async () => {
  const module = import.meta.resolve("../../src/service_host/process_command.ts");
  const script = `
    import { serviceProcessCommand } from ${JSON.stringify(module)};
    const grants = { net: [], read: [], env: [] };
    const { env } = serviceProcessCommand(grants, { memoryLimitMib: 64 });
    console.log(JSON.stringify([env["TMPDIR"], env["SECRET"]]));
  `;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", script],
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    env: { TMPDIR: "/private/tmp", SECRET: "not for a module" },
  }).output();
  deepStrictEqual(JSON.parse(new TextDecoder().decode(stdout)), ["/private/tmp", null]);
});
