import type { Status, StatusChange } from "./status.ts";

/** What the status page is served from. */
export interface StatusSource {
  /** The whole document, as of now. */
  status(): Status;

  /**
   * Tells what has changed since an earlier moment.
   *
   * @param revision What an earlier call gave; 0 = since the start.
   * @returns The number of this moment, and the program as it is now with every search that changed since.
   */
  changesSince(revision: number): { readonly revision: number; readonly change: StatusChange };

  /** The newest payload of a destination, JSON, with the number of its picture; `undefined` if there is none. */
  payload(
    search: string,
    destination: string,
  ): { readonly picture: number; readonly text: string } | undefined;
}

/** What may be done from outside. Each resolves with a sentence that says what was done, without a full stop. */
export interface Controls {
  /** @throws {LeexportError} If there is no such search, or it is paused. */
  runNow(search: string): Promise<string>;
  /** @throws {LeexportError} If there is no such search, or the disk does not take it. */
  pause(search: string): Promise<string>;
  /** @throws As {@linkcode Controls.pause}. */
  resume(search: string): Promise<string>;
  /**
   * Pushes rejected payloads again.
   *
   * @param search Of one search; `undefined` = of all.
   * @throws As {@linkcode Controls.pause}.
   */
  retry(search: string | undefined): Promise<string>;
  /** @throws {LeexportError} If the file cannot be used; the config before goes on. */
  reload(): Promise<string>;
}
