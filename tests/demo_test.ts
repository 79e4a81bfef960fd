import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import stringWidth from "string-width";
import { drawDashboard } from "../scripts/demo/dashboard.ts";
import { runDemo } from "../scripts/demo/run_demo.ts";
import { terminalSvg } from "../scripts/demo/terminal_svg.ts";

const root = new URL("..", import.meta.url);

interface DemoResult {
  readonly code: number;
  readonly output: string;
  readonly complaints: string;
}

async function runTask(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<DemoResult> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "demo", ...args],
    cwd: fileURLToPath(root),
    env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", ...env },
  }).output();
  const decoder = new TextDecoder();
  return { code, output: decoder.decode(stdout), complaints: decoder.decode(stderr) };
}

Deno.test("the demo delivers every search of the example config, draws it and ends", async () => {
  const { code, output, complaints } = await runTask([], { COLUMNS: "80" });
  strictEqual(code, 0, output + complaints);
  strictEqual(complaints, "");
  const titles = [
    ["Requests per minute", "geckoboard line_chart"],
    ["Requests per minute", "hosted_graphite"],
    ["Response time: 95 of 100 requests were faster", "geckoboard bar_chart"],
    ["What visitors ask for", "geckoboard pie_chart"],
    ["Orders in the last hour", "geckoboard number_stat"],
    ["Server errors", "dummy"],
  ];
  for (const [title = "", origin = ""] of titles) {
    match(output, new RegExp(`\\n${RegExp.escape(title)}\\n${origin}  `));
    match(output, new RegExp(`arrived  ${RegExp.escape(title)} -> ${origin}`));
  }
  match(output, /[\u2801-\u28ff]/);
  match(output, /▁|▂|▃|▄|▅|▆|▇/);
  match(output, /api {6}█+.? +\d\d\.\d %/);
  match(output, /(?:\n[▀▄█ ]+){3}\norders in the last hour\n/);
  match(output, /shop\.requests_per_minute {2}last [\d.,]+ {2}least [\d.,]+ {2}greatest [\d.,]+/);
  match(output, /GECKOBOARD_API_KEY=\[secret\]/);
  match(output, /deno task demo --keep/);
  const wide = output.split("\n").filter((line) => stringWidth(line) > 80);
  deepStrictEqual(wide.filter((line) => !/^(keys|log|simulator|receiver|program) /.test(line)), []);
});

Deno.test("the demo names the options that it has", async () => {
  const { code, complaints } = await runTask(["--kepe"]);
  strictEqual(code, 2);
  strictEqual(
    complaints,
    'Cannot run the demo: "--kepe" is not one of its options\n' +
      "  hint: run deno task demo, or deno task demo --keep\n",
  );
});

Deno.test("the demo goes on with --keep until Ctrl-C", async () => {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", "scripts/demo.ts", "--keep"],
    cwd: fileURLToPath(root),
    env: { NO_COLOR: "1" },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let output = "";
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    output += chunk;
    if (output.endsWith("Ctrl-C ends the demo\n")) child.kill("SIGINT");
  }
  const [{ code }, complaints] = [await child.status, await new Response(child.stderr).text()];
  strictEqual(complaints, "");
  strictEqual(code, 0);
});

/** Runs the demo on the example config with something in it replaced. */
async function runChanged(what: string, replacement: string): Promise<DemoResult> {
  const configFile = await Deno.makeTempFile({ suffix: ".ini" });
  try {
    const example = await Deno.readTextFile(new URL("examples/config.ini", root));
    await Deno.writeTextFile(configFile, example.replace(what, replacement));
    const [said, complaints]: [string[], string[]] = [[], []];
    const code = await runDemo({
      configFile,
      mode: "once",
      view: { width: 80, colour: "none" },
      say: (line) => said.push(line),
      complain: (line) => complaints.push(line.replaceAll(configFile, "config.ini")),
    });
    return { code, output: said.join("\n"), complaints: complaints.join("\n") };
  } finally {
    await Deno.remove(configFile);
  }
}

Deno.test("the demo says what is wrong with the config", async () => {
  const { code, complaints } = await runChanged("pie_chart", "pie_chrt");
  strictEqual(code, 1);
  match(complaints, /^Cannot go on with the demo: Cannot use config\.ini\nconfig\.ini:\d+:\d+: /);
  match(complaints, /"pie_chrt" is not .*\n +hint: did you mean "pie_chart"\?/);
});

Deno.test("the demo ends at the first error of the program and shows its log", async () => {
  const { code, complaints } = await runChanged("logs = Shop/access", "logs = Shop/acess");
  strictEqual(code, 1);
  const lines = complaints.split("\n");
  strictEqual(lines[0], "Cannot finish the demo: leexport met an error");
  ok(lines.includes("  nothing arrived: Requests per minute -> geckoboard line_chart"));
  ok(lines.includes("  the last lines of its log:"));
  match(complaints, /knows no log "Shop\/acess"/);
});

Deno.test("drawDashboard() puts two results side by side where there is room", () => {
  const tile = (title: string, rows: number) => ({
    title,
    origin: "dummy",
    draw: () => Array.from({ length: rows }, (_, row) => `${title}${row}`),
  });
  const tiles = [tile("a", 2), tile("b", 1), tile("c", 1)];
  deepStrictEqual(drawDashboard(tiles, { width: 100, colour: "none" }), [
    `a${" ".repeat(51)}b`,
    `dummy${" ".repeat(47)}dummy`,
    `a0${" ".repeat(50)}b0`,
    "a1",
    "",
    "c",
    "dummy",
    "c0",
    "",
  ]);
  deepStrictEqual(drawDashboard(tiles.slice(1), { width: 80, colour: "none" }), [
    ...["b", "dummy", "b0", ""],
    ...["c", "dummy", "c0", ""],
  ]);
});

Deno.test("terminalSvg() keeps the text and its colours, and escapes it", () => {
  const svg = terminalSvg(["\x1b[36ma < b\x1b[0m ─┤ \x1b[90m█⡀\x1b[0m"], {
    columns: 20,
    title: "A & B",
  });
  match(svg, /<text class="cyan"[^>]*>a &lt; b<\/text>/);
  match(svg, /aria-label="A &amp; B"/);
  match(svg, /<path class="lines text"/);
  match(svg, /<path class="fill faint"/);
  match(svg, /<path class="dots faint"/);
  match(svg, /prefers-color-scheme:dark/);
  ok(!svg.includes("\x1b"));
});
