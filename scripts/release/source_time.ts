import { LeexportError } from "../../src/errors.ts";
import { runTool } from "./tool.ts";

/**
 * Says which time the files of a release have: `SOURCE_DATE_EPOCH` if it is set, else that of the newest commit.
 *
 * @param root The repository.
 * @returns Unix seconds.
 * @throws {LeexportError} If neither is there.
 * @see https://reproducible-builds.org/docs/source-date-epoch/
 */
export async function sourceTime(root: string): Promise<number> {
  const text = Deno.env.get("SOURCE_DATE_EPOCH") || await timeOfCommit(root);
  if (/^\d{1,11}$/.test(text)) return Number(text);
  throw new LeexportError(`Cannot date the files: "${text}" is not a number of seconds`, {
    hint: "set SOURCE_DATE_EPOCH to Unix seconds, such as date +%s prints",
  });
}

async function timeOfCommit(root: string): Promise<string> {
  try {
    return (await runTool("git", ["-C", root, "log", "-1", "--format=%ct"])).trim();
  } catch (cause) {
    throw new LeexportError("Cannot date the files: this is no checkout of git", {
      hint: "set SOURCE_DATE_EPOCH to Unix seconds, such as date +%s prints",
      cause,
    });
  }
}
