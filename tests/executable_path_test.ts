import { strictEqual } from "node:assert/strict";

const SCRIPT = `
  import { executablePath } from ${
  JSON.stringify(import.meta.resolve("../src/executable_path.ts"))
};
  await Deno.rename(Deno.args[0] + ".new", Deno.args[0]);
  console.log(executablePath());
`;

Deno.test({
  name: "executablePath() names the place, also once an upgrade has put another program there",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "leexport-path-" }));
    try {
      const program = `${folder}/program`;
      await Deno.copyFile(Deno.execPath(), program);
      await Deno.writeTextFile(`${program}.new`, "the next version");
      const { stdout } = await new Deno.Command(program, { args: ["eval", SCRIPT, program] })
        .output();
      strictEqual(new TextDecoder().decode(stdout).trim(), program);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
