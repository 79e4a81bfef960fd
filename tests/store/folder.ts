import type { LaneName, StoredRun, Window } from "../../src/store/store.ts";

/** Gives a test an empty folder, and removes it. */
export async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

export const MINUTE = 60_000;

/** The one lane of most tests. */
export const LANE: LaneName = { search: "errors", destination: "destination" };

/** The window of a minute, counted from an instant that is a whole day. */
export function minute(index: number): Window {
  const from = Date.UTC(2026, 10, 24) + index * MINUTE;
  return { from, to: from + MINUTE };
}

/** A run of the one lane whose payload says which window it is of. */
export function runOf(
  window: Window,
  { windows = "contiguous", ...rest }: Partial<StoredRun> = {},
): StoredRun {
  const text = JSON.stringify({ of: window.from });
  return {
    search: LANE.search,
    window,
    windows,
    results: [{ destination: LANE.destination, form: "payload", text }],
    now: window.to,
    ...rest,
  };
}
