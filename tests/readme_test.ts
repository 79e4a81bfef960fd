import { deepEqual, equal, match } from "node:assert/strict";
import manifest from "../deno.json" with { type: "json" };
import { typeLines } from "./docs/first_steps.ts";
import { blocks, read } from "./docs/pages.ts";

const BLOCKS = blocks("README.md", "sh").map(({ text }) => text.trimEnd().split("\n"));

Deno.test("the README's first two commands need nothing but Node, and name what is there", () => {
  const [, version = ""] = /npx --yes (deno@[\d.]+) /.exec(read(".ci/run")) ?? [];
  deepEqual(BLOCKS[0], [`npx --yes ${version} task demo`, `npx --yes ${version} task test`]);
  equal("demo" in manifest.tasks && "test" in manifest.tasks, true);
});

Deno.test("the README's four commands lead from a log file to a drawn preview and a search that runs", async () => {
  const lines = BLOCKS.find(([first = ""]) => first.startsWith("leexport simulate")) ?? [];
  equal(lines.length, 4);
  const { outputs } = await typeLines(lines);
  match(outputs.get(lines[2]!) ?? "", /┤[\s\S]*[\u2800-\u28ff]{2}/);
});

Deno.test("the README says of every package why it is there, and of no other", () => {
  const packages = Object.values(manifest.imports).filter((address) => address.startsWith("npm:"))
    .map((address) => address.replace(/^npm:\/?((?:@[^/]+\/)?[^@/]+)@.*$/, "$1"));
  const [, dependencies = ""] = read("README.md").split("## Dependencies");
  const rows = dependencies.matchAll(/^\| (`[^|]*`) +\|/gm);
  const named = [...rows].flatMap(([, cell = ""]) => cell.replaceAll("`", "").trim().split(", "));
  deepEqual(named.toSorted(), [...new Set(packages)].sort());
});
