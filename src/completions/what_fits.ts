import type {
  ArgumentDescription,
  CommandDescription,
  OptionDescription,
  ValueDescription,
} from "../command_description.ts";

/** One word that would fit. */
export interface Candidate {
  readonly value: string;
  readonly help: string;
}

/** What may stand at a place of the command line: known words, or names that are found when they are asked for. */
export type Fitting =
  | { readonly kind: "words"; readonly words: readonly Candidate[] }
  | { readonly kind: NameKind };

/** Names that are found when they are asked for; by the placeholder that declares a value to be one. */
const NAME_KINDS = {
  file: "files",
  folder: "folders",
  search: "searches",
  service: "services",
  region: "regions",
} as const;

/** What a placeholder of the declaration stands for. */
export type NameKind = (typeof NAME_KINDS)[keyof typeof NAME_KINDS];

/** What was understood of a command line that is being typed. */
export interface Typed {
  readonly fitting: Fitting;
  /** The part of the last word that stays as it is: `--replay=`, else nothing. */
  readonly kept: string;
  /** What options were given so far, by their long name: `--config-file`; the last one counts. */
  readonly given: ReadonlyMap<string, string>;
  /** The arguments so far, without command and options. */
  readonly operands: readonly string[];
  /** What a word is read as that begins with a dash: behind `--` it is no option. */
  readonly dashed: "option" | "operand";
}

const NOTHING: Fitting = { kind: "words", words: [] };

/**
 * Says what may stand in place of the last word of a command line.
 *
 * @param words What is typed behind the program's name, unquoted; the last one is being typed and may be empty.
 * @param program All commands.
 */
export function whatFits(words: readonly string[], program: CommandDescription): Typed {
  const line = new Line(program);
  for (const word of words.slice(0, -1)) line.take(word);
  const last = words.at(-1) ?? "";
  const { given, operands, dashed } = line;
  return { ...line.fit(last), given, operands, dashed };
}

/** A command line, read word by word as the library does that runs it. */
class Line {
  readonly given = new Map<string, string>();
  readonly operands: string[] = [];
  dashed: Typed["dashed"] = "option";
  #command: CommandDescription;
  /** The option whose value comes next. */
  #open: OptionDescription | undefined;

  constructor(program: CommandDescription) {
    this.#command = program;
  }

  take(word: string): void {
    const open = this.#open;
    if (open !== undefined && !(open.value?.variadic === true && isOption(word))) {
      this.given.set(open.long, word);
      if (open.value?.variadic !== true) this.#open = undefined;
    } else if (this.dashed === "option" && isOption(word)) {
      this.#takeOption(word);
    } else {
      this.#takeOperand(word);
    }
  }

  fit(last: string): Pick<Typed, "fitting" | "kept"> {
    const { value: open } = this.#open ?? {};
    if (open !== undefined && !(open.variadic && last.startsWith("-"))) {
      return { fitting: valuesOf(open), kept: "" };
    }
    if (this.dashed === "operand" || !last.startsWith("-")) {
      return { fitting: this.#operandsThatFit(last), kept: "" };
    }
    const [, kept = "", long = ""] = /^((--[^=]+)=)/.exec(last) ?? [];
    const value = this.#option(long)?.value;
    if (kept === "") return { fitting: this.#options(last), kept };
    return { fitting: value === undefined ? NOTHING : valuesOf(value), kept };
  }

  #takeOption(word: string): void {
    this.#open = undefined;
    if (word === "--") {
      this.dashed = "operand";
      return;
    }
    const [name, value] = split(word);
    const option = this.#option(name);
    if (option === undefined) return;
    this.given.set(option.long, value ?? "");
    if (option.value?.required === true && value === undefined) this.#open = option;
  }

  #takeOperand(word: string): void {
    const command = this.#command.commands.find(({ name }) => name === word);
    if (command === undefined) this.operands.push(word);
    else this.#command = command;
  }

  #option(name: string): OptionDescription | undefined {
    return this.#command.options.find(({ short, long }) => name === long || name === short);
  }

  #operandsThatFit(last: string): Fitting {
    const { commands, arguments: declared } = this.#command;
    if (commands.length > 0) {
      if (this.operands.length > 0) return NOTHING;
      return { kind: "words", words: commands.map(({ name: value, help }) => ({ value, help })) };
    }
    const argument = argumentAt(declared, this.operands.length);
    if (argument !== undefined) return valuesOf(argument);
    return last === "" && this.dashed === "option" ? this.#options(last) : NOTHING;
  }

  /** Long names, but for a short one that is typed already. One that takes no value is of no use a second time. */
  #options(last: string): Fitting {
    const useful = this.#command.options.filter(({ long, value }) =>
      value !== undefined || !this.given.has(long)
    );
    const words = useful.map(({ short, long, help }) => ({
      value: short === last ? short : long,
      help,
    }));
    return { kind: "words", words };
  }
}

function isOption(word: string): boolean {
  return word.startsWith("-") && word !== "-";
}

/** `--name=value` and `-nvalue` to name and value. */
function split(word: string): [name: string, value: string | undefined] {
  const [, name = word, value] = /^(--[^=]+)=(.*)$/s.exec(word) ?? /^(-[^-])(.+)$/s.exec(word) ??
    [];
  return [name, value];
}

function argumentAt(
  declared: readonly ArgumentDescription[],
  index: number,
): ArgumentDescription | undefined {
  const last = declared.at(-1);
  return declared[index] ?? (last?.variadic === true ? last : undefined);
}

function valuesOf({ name, choices }: ValueDescription): Fitting {
  if (choices.length > 0) {
    return { kind: "words", words: choices.map((value) => ({ value, help: "" })) };
  }
  return isNameKind(name) ? { kind: NAME_KINDS[name] } : NOTHING;
}

function isNameKind(name: string): name is keyof typeof NAME_KINDS {
  return Object.hasOwn(NAME_KINDS, name);
}
