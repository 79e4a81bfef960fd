import { type ConfigFile, writeConfig } from "../config_text.ts";
import { type Simulation, startSimulation } from "../simulator/simulation.ts";
import type { SimulatorOptions } from "../../src/simulator/simulator.ts";

/** A simulator with recorded events that end now, and a config file that asks it. */
export interface TrialAccount extends AsyncDisposable {
  readonly api: Simulation;
  readonly file: ConfigFile;
}

/** `[LE]` of a config that asks a simulator. */
export function accountText({ url, apiKey }: Pick<Simulation, "url" | "apiKey">): string {
  return `[LE]\n    x_api_key = ${apiKey}\n    url = ${url}\n`;
}

/**
 * Starts a simulator and writes a config file for it.
 *
 * @param rest What follows `[LE]` in the file; left out, there is nothing.
 */
export async function startTrialAccount(
  rest: (api: Simulation) => string = () => "",
  options: Partial<SimulatorOptions> = {},
): Promise<TrialAccount> {
  const api = await startSimulation({ replay: "ending now", ...options });
  const file = await writeConfig(accountText(api) + rest(api));
  return {
    api,
    file,
    async [Symbol.asyncDispose]() {
      await file[Symbol.asyncDispose]();
      await api[Symbol.asyncDispose]();
    },
  };
}
