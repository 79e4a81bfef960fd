/**
 * What makes a release, one step a command; `.github/workflows/release.yml` runs them in order.
 *
 * To release: set `version` in `deno.json`, name the section of the changelog `## 1.2.3 - 2026-12-01` below an empty
 * `## Unreleased`, commit, and push the tag `v1.2.3`.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- its output is its purpose

import { Argument, Command, CommanderError, Option } from "@commander-js/extra-typings";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { LeexportError, UsageError } from "../src/errors.ts";
import { VERSION } from "../src/version.ts";
import { withHint } from "../src/with_hint.ts";
import { fileNameFor, type Target, TARGETS } from "./build/target.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const OUTPUT = "dist/release";

function buildProgram(): Command {
  const program = new Command("deno task release")
    .description("What makes a release. Run the steps in this order.")
    .helpOption("-h, --help", "print help")
    .helpCommand(false)
    .configureHelp({ sortSubcommands: false })
    .exitOverride();
  program.command("check")
    .description("that a tag names the version of deno.json, and that CHANGELOG.md tells of it")
    .argument("<tag>", "such as v1.2.3")
    .action(check);
  program.command("stage")
    .description("pack the archive of a target; its executable is built before")
    .addArgument(new Argument("<target>").choices(TARGETS))
    .addOption(new Option("--binary <path>", "its executable (default: where the build puts it)"))
    .option("--output <folder>", "folder for the archive", OUTPUT)
    .action(stage);
  program.command("sbom")
    .description("write the bill of materials: every package in the executable")
    .option("--output <folder>", "folder for it", OUTPUT)
    .action(sbom);
  program.command("checksums")
    .description("write SHA256SUMS for the files of a folder")
    .argument("[folder]", "the folder", OUTPUT)
    .action(checksums);
  program.command("notes")
    .description("print what is new in this version")
    .action(notes);
  return program;
}

async function check(tag: string): Promise<void> {
  const { assertReady } = await import("./release/readiness.ts");
  assertReady(tag, { version: VERSION, changelog: await changelogText() });
  console.log(`${tag} can be released`);
}

async function stage(
  target: Target,
  { binary, output }: { readonly binary?: string | undefined; readonly output: string },
): Promise<void> {
  const { stageArchive } = await import("./release/stage.ts");
  const { sourceTime } = await import("./release/source_time.ts");
  const built = join(ROOT, "dist", target, fileNameFor(target));
  const path = await stageArchive({
    root: ROOT,
    target,
    version: VERSION,
    binary: binary ?? built,
    output,
    epoch: await sourceTime(ROOT),
  });
  console.log(`wrote ${path}`);
}

async function sbom({ output }: { readonly output: string }): Promise<void> {
  const { sourceTime } = await import("./release/source_time.ts");
  const epoch = await sourceTime(ROOT);
  const { reachedPackages } = await import("./release/reached_packages.ts");
  const packages = await reachedPackages(ROOT);
  const { assertValidSbom, sbomText } = await import("./release/sbom.ts");
  const text = sbomText(packages, { version: VERSION, denoVersion: Deno.version.deno, epoch });
  await assertValidSbom(text);
  const path = join(output, `leexport-${VERSION}.cdx.json`);
  await Deno.mkdir(output, { recursive: true });
  await Deno.writeTextFile(path, text);
  console.log(`wrote ${path}: ${packages.size} packages`);
}

async function checksums(folder: string): Promise<void> {
  const { CHECKSUMS, writeChecksums } = await import("./release/checksums.ts");
  const names = await writeChecksums(folder);
  console.log(`wrote ${join(folder, CHECKSUMS)}: ${names.length} files`);
}

async function notes(): Promise<void> {
  const { releaseNotes } = await import("./release/notes.ts");
  console.log(await releaseNotes({ version: VERSION, changelog: await changelogText() }));
}

async function changelogText(): Promise<string> {
  return await Deno.readTextFile(join(ROOT, "CHANGELOG.md"));
}

/** @returns Exit code: 0 done, 1 failed, 2 usage. */
async function run(args: readonly string[]): Promise<number> {
  try {
    await buildProgram().parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof LeexportError)) throw error;
    console.error(withHint(error.message, error.hint));
    return error instanceof UsageError ? 2 : 1;
  }
}

Deno.exit(await run(Deno.args));
