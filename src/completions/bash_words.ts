/**
 * The command line as bash hands it to a completion: as it is typed, with quotes. bash splits it at `:` and `=` as well,
 * and wants to have its words back quoted; so both is done here.
 *
 * @module
 */

/** How a place of the command line is quoted. */
export type Quote = "none" | "single" | "double";

/** A command line that is being typed. */
export interface BashLine {
  /** Its words without quotes, the program's name first; the last one is being typed. */
  readonly words: readonly string[];
  /** What of the last word, without quotes, stands before the part that bash puts another one for. */
  readonly before: string;
  /** How the part is quoted that bash puts another one for. */
  readonly quote: Quote;
}

/** What has been typed of one word. */
interface OpenWord {
  text: string;
  /** Whether it was begun: `''` is a word, too. */
  begun: boolean;
}

/**
 * Reads a command line up to the cursor.
 *
 * @param line As it was typed.
 * @param options.replaced The end of the line that bash puts another text for.
 */
export function readBashLine(
  line: string,
  { replaced }: { readonly replaced: string },
): BashLine {
  const from = line.endsWith(replaced) ? line.length - replaced.length : line.length;
  const words: string[] = [];
  let word: OpenWord = { text: "", begun: false };
  let quote: Quote = "none";
  let at: Pick<BashLine, "before" | "quote"> = { before: "", quote };
  for (let index = 0; index < line.length; index++) {
    if (index === from) at = { before: word.text, quote };
    const char = line[index]!;
    if (quote === "none" && /\s/.test(char)) {
      if (word.begun) words.push(word.text);
      word = { text: "", begun: false };
      continue;
    }
    word.begun = true;
    const turned = turn(quote, char);
    if (turned !== undefined) quote = turned;
    else if (char === "\\" && escapes(quote, line[index + 1])) word.text += line[++index] ?? "";
    else word.text += char;
  }
  if (from === line.length) at = { before: word.text, quote };
  return { words: [...words, word.text], ...at };
}

/** The quoting after a quote character; `undefined` if it is an ordinary character here. */
function turn(quote: Quote, char: string): Quote | undefined {
  if (char === "'" && quote !== "double") return quote === "none" ? "single" : "none";
  if (char === '"' && quote !== "single") return quote === "none" ? "double" : "none";
  return undefined;
}

/** Whether a backslash takes away what the next character means. */
function escapes(quote: Quote, next: string | undefined): boolean {
  if (quote === "none") return true;
  return quote === "double" && next !== undefined && '"\\$`'.includes(next);
}

/**
 * Writes a text so that bash reads it as it is.
 *
 * @param text Of one line.
 * @param quote The quoting it stands in; the closing quote is bash's to write.
 */
export function quoteForBash(text: string, quote: Quote): string {
  if (quote === "single") return text.replaceAll("'", String.raw`'\''`);
  // A backslash does not take away what ! means between double quotes.
  if (quote === "double") return text.replaceAll(/["\\$`]/g, "\\$&").replaceAll("!", `"'!'"`);
  return text.replaceAll(/[^\p{L}\p{M}\p{N}_./:=@%+,-]/gu, "\\$&");
}
