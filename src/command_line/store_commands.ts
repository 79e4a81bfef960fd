import type { Command } from "@commander-js/extra-typings";
import { CONFIG_FILE, configFileOf, type Declaration } from "./declaration.ts";

const STATE_DIR = ["--state-dir <folder>", "the folder of the store, instead of a config"] as const;

/** Adds `leexport ledger`. */
export function addLedger(program: Command, { output, choose }: Declaration): void {
  program.command("ledger")
    .description("show what has become of the windows of a search, or of all; also while it runs")
    .argument("[search]", "name of a search")
    .option(...CONFIG_FILE)
    .option("--verify", "prove that no window is missing or there twice; exit code 1 if not")
    .option("--all", "list every window, not the newest 20 only")
    .option("--json", "print a list of { search, destination, account, windows, rejected }")
    .action((search, { configFile: named, verify, all, json }) =>
      choose(async () => {
        const configFile = configFileOf(named, "ledger");
        const { ledger } = await import("../commands/ledger.ts");
        return ledger(configFile, {
          search,
          proof: verify === true ? "verify" : "none",
          newest: all === true ? Infinity : 20,
          format: json === true ? "json" : "text",
          write: output.say,
        });
      })
    );
}

/** Adds `leexport store`. */
export function addStore(program: Command, { output, choose }: Declaration): void {
  const store = program.command("store")
    .description("look into the store: checkpoints, payloads that wait, ledger")
    .helpCommand(false);
  store.command("check")
    .description("say whether the store is whole; exit code 1 if not")
    .option(...CONFIG_FILE)
    .option(...STATE_DIR)
    .action((place) =>
      choose(async () => {
        const { checkStore } = await import("../commands/store.ts");
        return checkStore({ ...place, write: output.say });
      })
    );
  store.command("repair")
    .description("make a new store of what can be read, and keep the old one")
    .option(...CONFIG_FILE)
    .option(...STATE_DIR)
    .action((place) =>
      choose(async () => {
        const { repairStore } = await import("../commands/store.ts");
        return repairStore({ ...place, write: output.say });
      })
    );
  store.command("export")
    .description("print every row that can be read, one JSON object a line")
    .option(...CONFIG_FILE)
    .option(...STATE_DIR)
    .action((place) =>
      choose(async () => {
        const { exportStore } = await import("../commands/store.ts");
        return exportStore({ ...place, write: output.say });
      })
    );
}
