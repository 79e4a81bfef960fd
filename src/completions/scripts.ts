import zsh from "./_leexport" with { type: "text" };
import bash from "./leexport.bash" with { type: "text" };
import fish from "./leexport.fish" with { type: "text" };
import type { Shell } from "./shells.ts";

/**
 * What each shell has to read. A script knows no command and no option: at each press of the key it asks the program that
 * is installed, which so completes what it understands itself.
 */
export const SCRIPTS: Readonly<Record<Shell, string>> = { bash, zsh, fish };
