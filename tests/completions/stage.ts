import { SCRIPTS } from "../../src/completions/scripts.ts";
import { programCommand } from "../../scripts/program_command.ts";
import { KEY, openTerminal, type Terminal } from "../terminal.ts";

/** A person's machine as far as completions need it: `leexport` on PATH, some configs, and shells that know nothing else. */

/** Where bash-completion looks for completions of a person. */
const BASH_FOLDER = "home/bash-completion/completions";
const PROMPT = "ready> ";

/** Names that no shell reads as they are. */
export const AWKWARD_NAMES = {
  spaces: "Errors per minute",
  quotes: `it's "so", isn't it`,
  dollar: "cost $HOME `id` !x",
  colon: "API: logins=ok",
  foreign: "Überläufe – 日本",
  backslash: "back\\slash",
} as const;

/** The machine. */
export interface Stage extends AsyncDisposable {
  /** The folder that shells are in. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** What `leexport` was called with last, but for completions. */
  typed(): Promise<readonly string[]>;
}

/** Sets the stage: `config.ini` with awkward names, `other.ini`, `broken.ini`, and a folder with a service. */
export async function setStage(): Promise<Stage> {
  const folder = await Deno.makeTempDir({ prefix: "leexport-words-" });
  for (
    const path of ["bin", "home", "services", "fish/completions", "zsh/functions", BASH_FOLDER]
  ) {
    await Deno.mkdir(`${folder}/${path}`, { recursive: true });
  }
  const write = (path: string, text: string) => Deno.writeTextFile(`${folder}/${path}`, text);
  await Promise.all([
    write("bin/leexport", program(`${folder}/typed`)),
    write("config.ini", config(Object.values(AWKWARD_NAMES))),
    write("other config.ini", config(["Slow pages"])),
    write("broken.ini", "[LE\n[Searches]\n  [[Still there]]\n   == nonsense\n[[[[deep]]]]\n"),
    write("services/my_application_service.ts", "no module at all"),
    write("leexport.bash", SCRIPTS.bash),
    write(`${BASH_FOLDER}/leexport`, SCRIPTS.bash),
    write("bashrc", BASHRC),
    write("zsh/functions/_leexport", SCRIPTS.zsh),
    write("zsh/.zshrc", ZSHRC),
    write("fish/completions/leexport.fish", SCRIPTS.fish),
    write("fish/config.fish", FISH_CONFIG),
  ]);
  await Deno.chmod(`${folder}/bin/leexport`, 0o755);
  const env = {
    PATH: `${folder}/bin:${Deno.env.get("PATH")}`,
    HOME: `${folder}/home`,
    STAGE: folder,
    ZDOTDIR: `${folder}/zsh`,
    XDG_CONFIG_HOME: folder,
    XDG_DATA_HOME: `${folder}/home`,
    DENO_DIR: Deno.env.get("DENO_DIR") ?? `${Deno.env.get("HOME")}/.cache/deno`,
    LC_ALL: "C.UTF-8",
  };
  return {
    folder,
    env,
    async typed() {
      const text = await Deno.readTextFile(`${folder}/typed`);
      await Deno.remove(`${folder}/typed`);
      return text.split("\0").slice(0, -1);
    },
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

/** Completes for real; of everything else it only says what it was called with. */
function program(typed: string): string {
  const { command, args } = programCommand([]);
  return `#!/bin/sh
if [ "$1" = __complete ]; then exec ${
    [command, ...args].map((word) => `'${word}'`).join(" ")
  } "$@"; fi
printf '%s\\0' "$@" >'${typed}'
echo '[ran]'
`;
}

/** Keys and sections that name nobody are there to be left out. */
function config(names: readonly string[]): string {
  const searches = names.map((name) =>
    `    [[${quoted(name)}]]\n        [[[query]]]\n            logs = Shop/web`
  );
  return `[LE]
    x_api_key = top-secret-key
[Searches]
    note = no search
    [[DEFAULT]]
${searches.join("\n")}
`;
}

function quoted(name: string): string {
  return name.includes('"') ? name : `"${name}"`;
}

/** A shell that ends would write its history into a folder that is being removed. */
const BASHRC = `PS1='${PROMPT}'
unset HISTFILE
bind 'set bell-style none'
bind 'set enable-bracketed-paste off'
`;
const ZSHRC = `PROMPT='${PROMPT}'
unset HISTFILE
unsetopt PROMPT_SP BEEP
bindkey -e
fpath=($STAGE/zsh/functions $fpath)
autoload -Uz compinit
compinit -u -D
`;
const FISH_CONFIG = `function fish_prompt
    echo -n '${PROMPT}'
end
set -g fish_greeting
set -g fish_history ''
`;

/** A shell in a terminal, waiting for what is typed. */
export interface InteractiveShell extends AsyncDisposable {
  readonly terminal: Terminal;
  /** Types a line that calls `leexport`, and gives the arguments that it was called with. */
  run(keys: string): Promise<readonly string[]>;
}

/** Starts a shell on the stage. */
export async function startShell(
  [command, ...args]: readonly [string, ...string[]],
  { stage, setup = "" }: { readonly stage: Stage; readonly setup?: string },
): Promise<InteractiveShell> {
  const { env, folder: cwd } = stage;
  const terminal = openTerminal({ command, args }, { env, cwd });
  await terminal.shows(/ready> /);
  if (setup !== "") {
    await terminal.type(`${setup}${KEY.enter}`);
    await terminal.shows(/\n[^]*ready> /);
  }
  return {
    terminal,
    async run(keys) {
      await terminal.type(`${keys}${KEY.enter}`);
      await terminal.shows(/\[ran\][^]*ready> /);
      return await stage.typed();
    },
    [Symbol.asyncDispose]: () => terminal[Symbol.asyncDispose](),
  };
}
