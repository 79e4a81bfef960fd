import { deepEqual, equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { canRun, isMissing } from "../servers/requirement.ts";
import { findLinters } from "./linters.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const WORKFLOWS = [".github/workflows/ci.yml", ".github/workflows/release.yml"];
const DEPENDABOT = ".github/dependabot.yml";

const { bin = "", missing } = await findLinters();
const ignore = isMissing(missing);
const noShellcheck = isMissing(
  await canRun("shellcheck", ["--version"])
    ? undefined
    : "shellcheck is not there (Debian package shellcheck)",
);

/** Runs a linter in a folder; its complaints come with its exit code. */
async function lint(tool: string, args: readonly string[], cwd = ROOT) {
  const { code, stdout, stderr } = await new Deno.Command(tool, {
    args: [...args],
    cwd,
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  return { code, text: `${decoder.decode(stdout)}${decoder.decode(stderr)}` };
}

async function assertClean(tool: string, args: readonly string[]): Promise<void> {
  const { code, text } = await lint(tool, args);
  equal(code, 0, text);
}

Deno.test({
  name: "hadolint has nothing against the Dockerfile",
  ignore,
  fn: () => assertClean(join(bin, "hadolint"), ["--failure-threshold", "style", "Dockerfile"]),
});

// Started by its module: the script beside it knows the folder by the name that it had while it was installed.
const ACTION_LINTER = ["-m", "jactionlint", "--strict-exit"];

Deno.test({
  name: "jactionlint has nothing against the workflows, nor shellcheck against their scripts",
  ignore: ignore || noShellcheck,
  fn: () => assertClean(join(bin, "python"), [...ACTION_LINTER, ...WORKFLOWS, DEPENDABOT]),
});

Deno.test({
  name: "zizmor finds nothing that endangers the workflows",
  ignore,
  fn: () =>
    assertClean(join(bin, "zizmor"), [
      "--offline",
      "--no-progress",
      "--persona=pedantic",
      ...WORKFLOWS,
      DEPENDABOT,
    ]),
});

Deno.test({
  name: "shellcheck has nothing against the installer as a script of any POSIX shell",
  ignore: noShellcheck,
  fn: () => assertClean("shellcheck", ["--shell=sh", "scripts/install.sh"]),
});

Deno.test({
  name: "the linters find what is wrong",
  ignore: ignore || noShellcheck,
  async fn() {
    const folder = await Deno.makeTempDir({ prefix: "leexport-lint-test-" });
    try {
      const write = (name: string, text: string) => Deno.writeTextFile(join(folder, name), text);
      await write("Dockerfile", "FROM debian\n");
      await write("install.sh", "echo $1\n");
      await write("ci.yml", "on: push\njobs: {a: {runs-on: nowhere, steps: [{uses: a/b@v1}]}}\n");
      const codes = [
        await lint(join(bin, "hadolint"), ["Dockerfile"], folder),
        await lint("shellcheck", ["--shell=sh", "install.sh"], folder),
        await lint(join(bin, "python"), [...ACTION_LINTER, "ci.yml"], folder),
        await lint(join(bin, "zizmor"), ["--offline", "--no-progress", "ci.yml"], folder),
      ].map(({ code }) => code);
      ok(codes.every((code) => code > 0), codes.join(" "));
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

for (const workflow of WORKFLOWS) {
  Deno.test(`${workflow} pins every action and image, and grants nothing to all jobs`, async () => {
    const text = await Deno.readTextFile(ROOT + workflow);
    const loose = text.match(/^ *(?:- )?uses: .*$/gm)
      ?.filter((line) => !/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line));
    deepEqual(loose, []);
    const images = text.match(/^ *image: .*$/gm) ?? [];
    deepEqual(images.filter((line) => !/@sha256:[0-9a-f]{64}$/.test(line)), []);
    match(text, /^permissions: \{\}$/m);
  });
}

Deno.test("the Dockerfile pins its images, and runs as nobody special", async () => {
  const text = await Deno.readTextFile(`${ROOT}Dockerfile`);
  const froms = text.match(/^FROM .*$/gm) ?? [];
  equal(froms.length, 2);
  deepEqual(froms.filter((line) => !/@sha256:[0-9a-f]{64}( AS \w+)?$/.test(line)), []);
  match(text, /^USER 65532:65532$/m);
});

Deno.test("workflows run the Deno that CI runs", async () => {
  const { dependencies } = JSON.parse(await Deno.readTextFile(`${ROOT}.ci/deno/package.json`));
  match(await Deno.readTextFile(`${ROOT}.ci/run`), new RegExp(`deno@${dependencies.deno}\\b`));
});
