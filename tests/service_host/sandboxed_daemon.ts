/**
 * A stand-in for the daemon, with its permissions: holds one module and prints how its push ended.
 * Arguments: isolation, `text` or `import`, body of `push()`.
 *
 * @module
 */

import { startHostile } from "./hostile_module.ts";

const [isolation, loading, push = ""] = Deno.args;
await using hostile = await startHostile({
  isolation: isolation === "worker" ? "worker" : "process",
  loading: loading === "import" ? "import" : "text",
  push,
});
await Deno.stdout.write(new TextEncoder().encode(`ALLOWED ${hostile.allowed.host}\n`));
const result = await hostile.attempt();
const said = result instanceof Error ? result.message : JSON.stringify(result);
await Deno.stdout.write(new TextEncoder().encode(`RESULT ${said}\n`));
