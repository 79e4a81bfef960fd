import type { Trouble } from "./trouble.ts";

/** What a sandbox tells its holder. */
export interface SandboxEvents {
  /** Whatever the inside sent; not checked yet. */
  message(data: unknown): void;
  /** The inside broke down and says nothing more. */
  broke(trouble: Trouble): void;
}

/** Whether a sandbox has calls to answer. */
export type SandboxState = "busy" | "idle";

/** A closed room that holds one module. Texts go in and come out; see `messages.ts` for what they say. */
export interface Sandbox {
  /** Hands a text in. A room that has broken down swallows it. */
  post(text: string): void;

  /**
   * Looks at what the room uses of the machine.
   *
   * @returns What is wrong with that, or `undefined`.
   */
  inspect(state: SandboxState): Promise<Trouble | undefined>;

  /** Ends the room at once. May be called twice. */
  kill(): Promise<void>;

  /** How often to look while the room is idle, milliseconds; `undefined` if there is nothing to see. */
  readonly idleLookMs: number | undefined;

  /** What to add where a module does not answer any more. */
  readonly silenceHint: string | undefined;
}
