import { strictEqual } from "node:assert/strict";
import { ROOT } from "./pages.ts";

Deno.test("the generated parts and pictures of the documentation are up to date", async () => {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", "scripts/docs.ts", "--check"],
    cwd: ROOT,
    // Pictures are the same wherever they are drawn.
    env: { NO_COLOR: "1", TZ: "Pacific/Chatham" },
  }).output();
  strictEqual(code, 0, new TextDecoder().decode(stderr));
});
