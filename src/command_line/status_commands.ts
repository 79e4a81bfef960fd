import type { Command } from "@commander-js/extra-typings";
import { CONFIG_FILE, configFileOf, type Declaration } from "./declaration.ts";
import { terminalRows, terminalView } from "./terminal_view.ts";

/** Columns below which a status cannot be read. */
const NARROWEST = 20;

/** Adds `leexport status`. */
export function addStatus(program: Command, { output, choose }: Declaration): void {
  program.command("status")
    .description("show what runs and what is wrong; exit code 1 if anything is, 3 if not running")
    .option(...CONFIG_FILE)
    .option("--watch", "show it again whenever it changes, until Ctrl-C")
    .option("--all", "list every search and every trouble, not the worst only")
    .option("--json", "print the whole document; with --watch, one a line")
    .action(({ configFile: named, watch, all, json }) =>
      choose(async () => {
        const configFile = configFileOf(named, "status");
        const { showStatus, watchStatus } = await import("../commands/status.ts");
        const view = terminalView({ narrowest: NARROWEST });
        const extent = all === true ? "all" as const : "worst" as const;
        const format = json === true ? "json" as const : "text" as const;
        const options = { format, extent, view, write: output.say };
        if (watch !== true) return showStatus(configFile, options);
        const { listenForInterruption } = await import("../process/interruption.ts");
        using interruption = listenForInterruption();
        return await watchStatus(configFile, {
          ...options,
          rows: terminalRows(),
          signal: interruption.signal,
        });
      })
    );
}

/** Adds `leexport reload`, `pause`, `resume` and `retry`. */
export function addActions(
  program: Command,
  { output: { say: write }, choose }: Declaration,
): void {
  program.command("reload")
    .description("let the leexport that runs read its config again; says what that changed")
    .option(...CONFIG_FILE)
    .action(({ configFile }) => choose(() => ask("reload", { configFile, write })));
  program.command("pause")
    .description("let a search rest until it is resumed, also when leexport is started anew")
    .argument("<search>", "name of the search")
    .option(...CONFIG_FILE)
    .action((search, { configFile }) => choose(() => ask("pause", { configFile, search, write })));
  program.command("resume")
    .description("let a search that was paused go on")
    .argument("<search>", "name of the search")
    .option(...CONFIG_FILE)
    .action((search, { configFile }) => choose(() => ask("resume", { configFile, search, write })));
  program.command("retry")
    .description("push payloads again that were refused, of a search or of all")
    .argument("[search]", "name of a search")
    .option(...CONFIG_FILE)
    .action((search, { configFile }) => choose(() => ask("retry", { configFile, search, write })));
}

async function ask(
  verb: "reload" | "pause" | "resume" | "retry",
  { configFile: named, ...rest }: {
    readonly configFile?: string | undefined;
    readonly search?: string | undefined;
    readonly write: (text: string) => void;
  },
): Promise<number> {
  const configFile = configFileOf(named, verb);
  const { askToAct } = await import("../commands/act.ts");
  return askToAct(configFile, { verb, ...rest });
}
