import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { serviceProcessCommand } from "../../src/service_host/process_command.ts";

for (
  const [what, name, value] of [
    ["looks for its own files where the daemon does", "TMPDIR", "/private/tmp"],
    ["can open sockets on Windows", "SystemRoot", "C:\\Windows"],
  ] as const
) {
  Deno.test(`a service's process ${what}, and is told no secret: ${name}`, async () => {
    const module = import.meta.resolve("../../src/service_host/process_command.ts");
    const script = `
      import { serviceProcessCommand } from ${JSON.stringify(module)};
      const grants = { net: [], read: [], env: [] };
      const { env } = serviceProcessCommand(grants, { memoryLimitMib: 64 });
      console.log(JSON.stringify([env[${JSON.stringify(name)}], env["SECRET"]]));
    `;
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["eval", script],
      cwd: fileURLToPath(new URL("../..", import.meta.url)),
      env: { [name]: value, SECRET: "not for a module" },
    }).output();
    deepStrictEqual(JSON.parse(new TextDecoder().decode(stdout)), [value, null]);
  });
}

Deno.test("a service's process starts also where a file that it may read has a comma in its path", async () => {
  const grants = { net: [], read: ["/etc/keys, old/ca,1.pem", "/etc/ca.pem"], env: [] };
  const { command, args, env } = serviceProcessCommand(grants, { memoryLimitMib: 256 });
  const { code, stderr } = await new Deno.Command(command, {
    args,
    env,
    clearEnv: true,
    stdin: "null",
  }).output();
  strictEqual(code, 0, new TextDecoder().decode(stderr));
});
