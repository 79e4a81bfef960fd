import manifest from "../deno.json" with { type: "json" };

/** The version of the program, as `deno.json` states it. */
export const VERSION: string = manifest.version;

/** What the program calls itself towards servers. */
export const USER_AGENT: string = `leexport/${VERSION}`;
