import { resolve } from "node:path";
import { shellWord } from "../starter/next_commands.ts";
import { writeText } from "../starter/written_text.ts";
import type { NewServiceNames } from "./name_service.ts";

/**
 * Says how to test a new service, and what to write into the config.
 *
 * @param names Of the service.
 * @param options.directory Its folder, as typed.
 * @param options.program What is typed to run this program.
 */
export function nextSteps(
  { name, testFile }: NewServiceNames,
  { directory, program }: { readonly directory: string; readonly program: string },
): string {
  const enter = resolve(directory) === Deno.cwd() ? "" : `    cd ${shellWord(directory)}\n`;
  return `
Test it (without Deno, type npx --yes deno@${Deno.version.deno} in place of deno):

${enter}    deno test --allow-net=127.0.0.1 ${testFile}

In the config, name the folder and the key:

    [Leexport]
        services_dir = ${writeText(resolve(directory))}
    [Services]
        [[${name}]]
            api_key = \${env:${name.toUpperCase()}_API_KEY}

and in a search, where its answers go:

            [[[destination]]]
                service = ${name}
                push_url = https://example.com/values

Then ${program} check -c config.ini says what is still missing.
`;
}
