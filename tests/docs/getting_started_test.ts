import { equal, match } from "node:assert/strict";
import { typeLines } from "./first_steps.ts";
import { blocks } from "./pages.ts";

function shellLines(page: string): readonly string[] {
  return blocks(page, "sh").flatMap(({ text }) => text.trimEnd().split("\n"));
}

Deno.test("the lines of getting started lead from a log file to a picture and a search that runs", async () => {
  const [download = "", install = "", ...lines] = shellLines("docs/getting-started.md");
  match(download, /^curl -fsSLO https:\/\/github\.com\/leexport\/leexport\/\S+\/install\.sh$/);
  equal(install, "sh install.sh");
  const { outputs, files } = await typeLines(lines);
  const drawn = [...outputs].filter(([line]) => line.startsWith("leexport preview"));
  equal(drawn.length, 2);
  for (const [, output] of drawn) match(output, /┤[\s\S]*[\u2800-\u28ff]{2}/);
  match(files.get("first-picture.svg") ?? "", /^<svg /);
  match(outputs.get("leexport status -c config.ini") ?? "", /✓ Events per minute/);
  match(outputs.get("leexport check -c shop.ini --online") ?? "", /nothing was pushed/);
});
