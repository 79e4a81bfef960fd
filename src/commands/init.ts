import { basename, dirname, resolve } from "node:path";
import { LeexportError } from "../errors.ts";
import type { ServiceCatalog } from "../service_description.ts";
import { openCatalog } from "../service_host/catalog.ts";
import { TYPED_NAME } from "../process/self.ts";
import { defaultApiKey } from "../simulator/simulator.ts";
import type { Answers, Draft } from "../starter/answers.ts";
import { completeDraft } from "../starter/complete_draft.ts";
import { findLogs } from "../starter/find_logs.ts";
import { nextCommands } from "../starter/next_commands.ts";
import { type GivenOptions, readDraft } from "../starter/read_draft.ts";
import { refuseFaults } from "../starter/refuse_faults.ts";
import { starterText } from "../starter/starter_text.ts";
import { refuseExisting, writeFiles } from "../starter/write_files.ts";

/** What `leexport init` was told. */
export interface InitOptions {
  readonly given: GivenOptions;
  /** Whether a person is asked, or the rest is what a starter has. */
  readonly mode: "ask" | "complete";
  /** Whether there is somebody to ask. */
  readonly terminal: "both ways" | "no input" | "no output";
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Takes text for the person. */
  readonly write: (text: string) => void;
}

/**
 * Writes a commented config that `check` passes, and says what to type next. Nothing that is there is overwritten.
 *
 * @param file Path of the config.
 * @returns Exit code 0.
 * @throws {UsageError} If what was given makes no good config.
 * @throws {LeexportError} If the file is there, nobody can be asked, or the person ends the dialogue.
 */
export async function init(file: string, options: InitOptions): Promise<number> {
  const { given, write } = options;
  const folder = dirname(resolve(file));
  const catalog = await openCatalog(undefined);
  const draft = await readDraft(given, { folder, catalog });
  await refuseExisting(file);
  const { answers, told } = await answersOrEnd(draft, { ...options, folder, catalog });
  const text = starterText(answers);
  const { secretFiles } = answers;
  await refuseFaults(text, { file, folder, openCatalog, secretFiles });
  await writeFiles(file, { text, folder, secretFiles });
  write(report(file, { answers, told }));
  return 0;
}

interface Answered {
  readonly answers: Answers;
  /** What was found out besides, for the person; may be empty. */
  readonly told: string;
}

type AnswerOptions = InitOptions & { readonly folder: string; readonly catalog: ServiceCatalog };

async function answersOrEnd(draft: Draft, options: AnswerOptions): Promise<Answered> {
  try {
    return await answersFor(draft, options);
  } catch (error) {
    if (error instanceof LeexportError || !options.signal.aborted) throw error;
    throw new LeexportError("Cannot finish: it was interrupted, and nothing was written");
  }
}

async function answersFor(draft: Draft, options: AnswerOptions): Promise<Answered> {
  const { mode, terminal, signal, folder, catalog } = options;
  const statusToken = crypto.getRandomValues(new Uint8Array(24)).toBase64({
    alphabet: "base64url",
  });
  const sources = { folder, env: (name: string) => Deno.env.get(name) };
  const simulatorKey = await defaultApiKey();
  if (mode === "complete") {
    const { draft: known, told } = await findLogs(draft, { sources, simulatorKey, signal });
    const dummy = await catalog.describe("dummy");
    return { answers: completeDraft(known, { dummy, statusToken }), told };
  }
  if (terminal !== "both ways") throw cannotAsk(terminal);
  const { askAnswers } = await import("../starter/dialogue.ts");
  const dialogue = { sources, simulatorKey, catalog, statusToken, signal };
  return { answers: await askAnswers(draft, dialogue), told: "" };
}

function cannotAsk(terminal: "no input" | "no output"): LeexportError {
  const what = terminal === "no input" ? "standard input" : "standard output";
  return new LeexportError(`Cannot ask: ${what} is no terminal`, {
    hint: "add --yes to write a starter without being asked, with options for what you know",
  });
}

function report(file: string, { answers, told }: Answered): string {
  const files = [file, ...answers.secretFiles.keys()].join(" and ");
  const commands = nextCommands(file, {
    answers,
    program: TYPED_NAME,
    env: (name) => Deno.env.get(name),
  });
  const lines = commands.map((command) => `    ${command}\n`).join("");
  return `Wrote ${files}, for your eyes only: ${basename(file)} holds the status page's password
${told === "" ? "" : `${told}\n`}
Next:\n\n${lines}\n`;
}
