import type { Command } from "@commander-js/extra-typings";
import { callCheck } from "./call_check.ts";
import { CONFIG_FILE, configFileOf, type Declaration } from "./declaration.ts";
import { progressView } from "./terminal_view.ts";

/** Adds `leexport check`. */
export function addCheck(program: Command, { output, choose }: Declaration): void {
  program.command("check")
    .description("show every problem of a config file; asks nobody unless --online is there")
    .option(...CONFIG_FILE)
    .option("--online", "try the API key, every log and every destination too; pushes nothing")
    .option("--json", "print { ok, problems, config, online }, secrets hidden")
    .action(({ configFile: named, online, json }) =>
      choose(async () => {
        return await callCheck(configFileOf(named, "check"), {
          format: json === true ? "json" : "text",
          reach: online === true ? "online" : "offline",
          output,
        });
      })
    );
}

/** Adds `leexport run`. */
export function addRun(program: Command, { output, choose }: Declaration): void {
  program.command("run")
    .description("run all or the named searches once: for cron, and for trying a config")
    .argument("[search...]", "names of searches")
    .option(...CONFIG_FILE)
    .action((names, { configFile: named }) =>
      choose(async () => {
        const configFile = configFileOf(named, "run");
        const { run } = await import("../commands/run.ts");
        return run(configFile, { names, write: output.say });
      })
    );
}

/** Adds `leexport backfill`. */
export function addBackfill(program: Command, { output, choose }: Declaration): void {
  program.command("backfill")
    .description(
      "ask and push the contiguous windows of a past stretch of time; may be interrupted",
    )
    .argument("<search>", "name of the search")
    .option(...CONFIG_FILE)
    .option("--from <time>", "where it begins: 2026-11-01T00:00Z")
    .option("--to <time>", "where it ends")
    .option("--dry-run", "only say what would be done")
    .action((search, { configFile: named, from, to, dryRun }) =>
      choose(async () => {
        const configFile = configFileOf(named, "backfill");
        const { backfill } = await import("../commands/backfill.ts");
        const mode = dryRun === true ? "plan" : "run";
        const { say: write, complain: draw } = output;
        return backfill(configFile, {
          search,
          from,
          to,
          mode,
          terminal: progressView(),
          write,
          draw,
        });
      })
    );
}
