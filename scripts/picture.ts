/**
 * Runs the demo and writes the charts that its terminal shows to `docs/demo.svg`: `deno run -A scripts/picture.ts`.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { terminalSvg } from "./demo/terminal_svg.ts";

const COLUMNS = 110;
const root = new URL("..", import.meta.url);

const demo = new Deno.Command(Deno.execPath(), {
  args: ["run", "-A", "--no-prompt", "--quiet", "scripts/demo.ts"],
  cwd: fileURLToPath(root),
  env: { COLUMNS: String(COLUMNS), FORCE_COLOR: "1" },
  stderr: "inherit",
});
const { code, stdout } = await demo.output();
if (code !== 0) Deno.exit(1);
/** Blank lines stand between the charts and the words before and after them. */
const [_intro, _arrivals, ...parts] = new TextDecoder().decode(stdout).trimEnd().split("\n\n");
const charts = parts.slice(0, -1).join("\n\n").split("\n");
const svg = terminalSvg(["$ deno task demo", "", ...charts], {
  columns: COLUMNS,
  title: "The demo in a terminal: what leexport pushed, drawn as charts",
});
await Deno.writeTextFile(new URL("docs/demo.svg", root), svg);
