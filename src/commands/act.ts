import { type LoadedProcess, loadProcess } from "../config/load_process.ts";
import { ConfigError, LeexportError } from "../errors.ts";
import { Secret } from "../secret.ts";
import { act } from "../status_client/client.ts";

/** Takes the place of a token that this person cannot read in the config. */
const TOKEN_VARIABLE = "LEEXPORT_STATUS_TOKEN";
const SEND_SIGHUP =
  "send SIGHUP: systemctl reload leexport, or kill -HUP and the process that leexport status tells";

/** What a running leexport is asked to do. */
export interface Action {
  readonly verb: "reload" | "pause" | "resume" | "retry";
  /** Name of the search that it is about; `undefined` = all. */
  readonly search?: string | undefined;
  /** Takes what was done. */
  readonly write: (text: string) => void;
}

/**
 * Asks the leexport that runs with a config to do something.
 *
 * @param configFile Path of the config file.
 * @returns Exit code 0.
 * @throws {ConfigError} If the file does not say where the status is served, or its token cannot be used.
 * @throws {LeexportError} If the config has no token, nobody listens, or it is refused.
 */
export async function askToAct(configFile: string, action: Action): Promise<number> {
  const { verb, search, write } = action;
  const loaded = await loadProcess(configFile);
  const { address } = loaded.process.status;
  if (address.kind === "none") throw notServed(configFile, action);
  const token = tokenOf(configFile, { loaded, action });
  const path = search === undefined
    ? `/api/${verb}`
    : `/api/searches/${encodeURIComponent(search)}/${verb}`;
  write(`${await act(address, { path, token })}\n`);
  return 0;
}

function tokenOf(
  configFile: string,
  { loaded, action: { verb } }: { readonly loaded: LoadedProcess; readonly action: Action },
): Secret {
  const given = Deno.env.get(TOKEN_VARIABLE);
  if (given !== undefined && given !== "") return new Secret(given);
  const { process: { status: { token } }, hasToken, tokenProblems } = loaded;
  if (token !== undefined) return token;
  const instead = verb === "reload" ? `; or ${SEND_SIGHUP}` : "";
  if (!hasToken) {
    throw new LeexportError(
      `Cannot ${verb}: [Leexport] of ${configFile} holds no status_token`,
      {
        hint: "add status_token = …, for instance what openssl rand -hex 16 prints; " +
          `it counts as soon as the file is read again${instead}`,
      },
    );
  }
  throw new ConfigError(
    `Cannot ${verb}: the status_token cannot be had here; ` +
      `${TOKEN_VARIABLE} in the environment takes its place${instead}`,
    tokenProblems,
  );
}

function notServed(configFile: string, { verb }: Action): LeexportError {
  return new LeexportError(`Cannot ${verb}: ${configFile} says status_address = none`, {
    hint: verb === "reload"
      ? SEND_SIGHUP
      : "write status_address = 127.0.0.1:9797 and start leexport anew",
  });
}
