import type { Command } from "@commander-js/extra-typings";
import { UsageError } from "../errors.ts";
import type { Declaration } from "./declaration.ts";

/** Adds `leexport new-service`. */
export function addNewService(program: Command, { output, choose }: Declaration): void {
  program.command("new-service")
    .description("write a service of your own and its test; never overwrites them")
    .argument("[name...]", 'what it is called, such as "My Application"')
    .option("--directory <folder>", "the folder to write it to", ".")
    .option("--update", "only write its folder leexport anew, once the program is a newer one")
    .action((words, { directory, update }) =>
      choose(async () => {
        if (update === true) refuseName(words);
        else if (words.length === 0) throw nameMissing();
        const { newService, updateKit } = await import("../commands/new_service.ts");
        const options = { directory, write: output.say };
        return update === true
          ? await updateKit(options)
          : await newService(words.join(" "), options);
      })
    );
}

function nameMissing(): UsageError {
  return new UsageError("Cannot write a service: it has no name", {
    hint: 'write leexport new-service "My Application"',
  });
}

function refuseName(words: readonly string[]): void {
  if (words.length === 0) return;
  throw new UsageError("Cannot write a service: --update only writes the folder leexport anew", {
    hint: "leave --update away: a new service writes that folder, too",
  });
}
