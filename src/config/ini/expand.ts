import { IniError } from "./ini_error.ts";
import type { IniSection, IniValue } from "./section.ts";

/** ConfigObj ends near Python's recursion limit; so does this, but with a sentence. */
const DEEPEST = 900;
/** Characters that one value, and all values together, may grow to: a few lines can otherwise ask for gigabytes. */
const LONGEST_VALUE = 2 ** 20;
const LONGEST_TOTAL = 2 ** 26;
/** Names that may be replaced in a whole file: a long chain used by many values would otherwise take minutes. */
const MOST_NAMES = 1_000_000;

/** What is left to spend on one file. */
interface Budget {
  characters: number;
  names: number;
}

/**
 * Replaces every `%(name)s` in a section and all below it. A name is looked for in the section of the value, then in
 * that section's `DEFAULT` section, then likewise in each section around it. A value whose names lead nowhere keeps its
 * text and gets an {@linkcode IniValue.error}.
 *
 * @param root The section; its members are replaced.
 * @returns The values that stand for a name somewhere: they are of use, even if nothing else reads them.
 * @see ConfigObj 5, `ConfigParserInterpolation`
 */
export function expandAll(root: IniSection): ReadonlySet<IniValue> {
  const budget: Budget = { characters: LONGEST_TOTAL, names: MOST_NAMES };
  const waiting = [root];
  const used = new Set<IniValue>();
  const replaced: { readonly section: IniSection; readonly from: IniValue; to: IniValue }[] = [];
  for (let section = waiting.pop(); section !== undefined; section = waiting.pop()) {
    const expander = new Expander(section, { budget, used });
    for (const member of section.members.values()) {
      if (member.kind === "section") waiting.push(member);
      else if (member.error === undefined && member.text.includes("%(")) {
        replaced.push({ section, from: member, to: expanded(member, expander) });
      }
    }
  }
  for (const { section, from, to } of replaced) {
    section.members.set(to.name, to);
    if (used.has(from)) used.add(to);
  }
  return used;
}

function expanded(value: IniValue, expander: Expander): IniValue {
  const expand = (text: string) => expander.expand(value.name, text);
  try {
    if (typeof value.value === "string") {
      const text = expand(value.value);
      return { ...value, value: text, text, expanded: text !== value.text };
    }
    const items = value.value.map(expand);
    const text = textOfList(value, expander);
    return { ...value, value: items, text, expanded: text !== value.text };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    expander.forget();
    const message = `Cannot expand key "${value.name}": ${error.message}`;
    return { ...value, error: new IniError(message, { ...value.textAt, hint: error.hint }) };
  }
}

/** A list as typed may hold `%(a, b)s`, which is no name in any of its items and stays as it is. */
function textOfList(value: IniValue, expander: Expander): string {
  try {
    return expander.expand(value.name, value.text);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    expander.forget();
    return value.text;
  }
}

/** Why a value cannot be expanded; becomes an {@linkcode IniError} where the value is known. */
class Refusal extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

/** Expands the values of one section: all names are looked for from there, also those met on the way. */
class Expander {
  readonly #section: IniSection;
  readonly #budget: Budget;
  readonly #used: Set<IniValue>;
  readonly #done = new Map<string, string>();
  /** Names under way, to notice one that leads back to itself. */
  readonly #trail = new Set<string>();

  constructor(
    section: IniSection,
    { budget, used }: { readonly budget: Budget; readonly used: Set<IniValue> },
  ) {
    this.#section = section;
    this.#budget = budget;
    this.#used = used;
  }

  /**
   * @param name The key whose value is expanded.
   * @throws {Refusal} After which `forget()` must be called.
   */
  expand(name: string, text: string): string {
    if (this.#trail.has(name)) {
      throw new Refusal(`%(${name})s leads back to itself`, "break the circle");
    }
    if (this.#trail.size >= DEEPEST) {
      throw new Refusal(`more than ${DEEPEST} names lead to each other`, "shorten the chain");
    }
    this.#trail.add(name);
    const result = this.#replaceAll(text);
    this.#trail.delete(name);
    return result;
  }

  /** Forgets the names that were under way when a value was refused. */
  forget(): void {
    this.#trail.clear();
  }

  #replaceAll(text: string): string {
    let result = "";
    let done = 0;
    for (let open = text.indexOf("%("); open !== -1; open = text.indexOf("%(", done)) {
      const close = text.indexOf(")", open + 2);
      if (close === -1) break;
      const replaced = text[close + 1] === "s";
      result += text.slice(done, replaced ? open : close + 1);
      if (replaced) result += this.#named(text.slice(open + 2, close));
      done = close + (replaced ? 2 : 1);
      if (result.length > LONGEST_VALUE) {
        throw new Refusal("it grows past a million characters", "repeat less");
      }
    }
    result += text.slice(done);
    this.#budget.characters -= result.length;
    if (this.#budget.characters < 0) {
      throw new Refusal("all values together grow past 64 million characters", "repeat less");
    }
    return result;
  }

  #named(name: string): string {
    const known = this.#done.get(name);
    if (known !== undefined) return known;
    if (--this.#budget.names < 0) {
      throw new Refusal(`the file holds more than ${MOST_NAMES} names to replace`, "use fewer");
    }
    const text = this.expand(name, this.#find(name));
    this.#done.set(name, text);
    return text;
  }

  #find(name: string): string {
    let section: IniSection | undefined = this.#section;
    for (; section !== undefined; section = section.parent) {
      const own = section.members.get(name);
      if (own?.kind === "value") return this.#textOf(own);
      const defaults = section.members.get("DEFAULT");
      if (defaults?.kind === "value") {
        throw new Refusal("DEFAULT is a key here", "make it a section: [DEFAULT]");
      }
      const shared = defaults?.members.get(name);
      if (shared?.kind === "value") return this.#textOf(shared);
    }
    throw new Refusal(
      `there is no "${name}" for %(${name})s`,
      `add ${name} = … to this section, to one around it or to [DEFAULT]`,
    );
  }

  #textOf(value: IniValue): string {
    this.#used.add(value);
    if (typeof value.value === "string" && value.style !== "broken") return value.value;
    throw new Refusal(
      `"${value.name}" at line ${value.line} is no single text`,
      "quote its whole value",
    );
  }
}
