import { Argument, type Command } from "@commander-js/extra-typings";
import { type Shell, SHELLS } from "../completions/shells.ts";
import { UsageError } from "../errors.ts";
import type { Declaration } from "./declaration.ts";

const PLACES = `
Where to put what it prints:
  bash  /usr/share/bash-completion/completions/leexport for everybody (package bash-completion), or
        ~/.local/share/bash-completion/completions/leexport; without that package, in ~/.bashrc:
          source <(leexport completions bash)
  zsh   /usr/local/share/zsh/site-functions/_leexport for everybody, or _leexport in a folder of $fpath;
        or in ~/.zshrc, after compinit:
          source <(leexport completions zsh)
  fish  /usr/share/fish/vendor_completions.d/leexport.fish for everybody, or
        ~/.config/fish/completions/leexport.fish
`;

/** Adds `leexport completions`, and the hidden command by which a shell asks for them. */
export function addCompletions(program: Command, { output, choose }: Declaration): void {
  program.command("completions")
    .description("print the script that makes a shell complete commands, options and names")
    .addArgument(new Argument("<shell>", "the shell").choices(SHELLS).argParser(shellNamed))
    .addHelpText("after", PLACES)
    .action((shell) =>
      choose(async () => {
        const { completions } = await import("../commands/completions.ts");
        return completions(shell, { write: output.say });
      })
    );
  program.command("__complete", { hidden: true })
    .argument("<shell>", "the shell that asks")
    .argument("[words...]", "what is typed")
    .action((shell, words) => choose(() => answer(shell, { words, program, output })));
}

/** A shell shows what goes wrong in the middle of the line that is being typed; so nothing is said. */
async function answer(
  asking: string,
  { words, program, output }: {
    readonly words: readonly string[];
    readonly program: Command;
    readonly output: Declaration["output"];
  },
): Promise<number> {
  const shell = SHELLS.find((shell) => shell === asking);
  if (shell === undefined) return 1;
  try {
    const { complete } = await import("../commands/complete.ts");
    const { describeCommand } = await import("./describe_command.ts");
    return await complete(shell, words, {
      program: describeCommand(program),
      write: output.say,
    });
  } catch {
    return 1;
  }
}

function shellNamed(text: string): Shell {
  const shell = SHELLS.find((shell) => shell === text);
  if (shell !== undefined) return shell;
  throw new UsageError(`Cannot print completions for "${text}": it is no shell that has any`, {
    hint: `write ${SHELLS.slice(0, -1).join(", ")} or ${SHELLS.at(-1)}`,
  });
}
