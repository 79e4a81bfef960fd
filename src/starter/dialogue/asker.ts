import {
  autocomplete,
  type CANCEL_SYMBOL,
  isCancel,
  type Option,
  password,
  select,
  text,
} from "@clack/prompts";
import { LeexportError } from "../../errors.ts";

/** Longer lists are searched by typing. */
const MOST_TO_SHOW = 12;

/** What is typed, and when it will do. */
export interface TypeOptions {
  /** Shown while nothing has been typed. */
  readonly example?: string;
  /** Typed already, and may be changed. */
  readonly proposed?: string;
  /** Says what is wrong with a text; `undefined` if nothing is. */
  readonly fault: (text: string) => string | undefined;
}

/** Asks in the terminal. Every question throws a {@linkcode LeexportError} if the person, or a signal, ends the dialogue. */
export class Asker {
  /** Ends the dialogue. */
  readonly signal: AbortSignal;

  constructor(signal: AbortSignal) {
    this.signal = signal;
  }

  /** Has one of a few things chosen; one of many is looked for by typing a part of its label. */
  async choose<Value>(message: string, options: Option<Value>[]): Promise<Value> {
    const { signal } = this;
    if (options.length <= MOST_TO_SHOW) {
      return this.#answer(await select({ message, options, signal }));
    }
    return this.#answer(
      await autocomplete({
        message,
        options,
        signal,
        maxItems: MOST_TO_SHOW,
        placeholder: `type a part of one of ${options.length} names`,
        filter: (part, { label = "" }) => label.toLowerCase().includes(part.toLowerCase()),
      }),
    );
  }

  /** Has a text typed. Blanks around it do not count. */
  async type(message: string, { example, proposed, fault }: TypeOptions): Promise<string> {
    const typed = await text({
      message,
      ...example === undefined ? {} : { placeholder: example },
      ...proposed === undefined ? {} : { initialValue: proposed },
      validate: (text = "") => fault(text.trim()),
      signal: this.signal,
    });
    return this.#answer(typed).trim();
  }

  /** Has a text typed that nobody shall see. */
  async typeHidden(message: string, { fault }: Pick<TypeOptions, "fault">): Promise<string> {
    const typed = await password({
      message,
      validate: (text = "") => fault(text.trim()),
      signal: this.signal,
    });
    return this.#answer(typed).trim();
  }

  #answer<Value>(answer: Value | typeof CANCEL_SYMBOL): Value {
    if (!isCancel(answer)) return answer;
    throw new LeexportError("Cannot finish: the dialogue was ended, and nothing was written");
  }
}
