import type { Status } from "../../src/status/status.ts";
import type { Program } from "../program.ts";

export const TOKEN = "0123456789abcdef0123";

/** The status page of a running program, as another program reaches it. */
export interface StatusPage {
  readonly url: string;
  status(): Promise<Status>;
  /** Does something with the token. @param path Below `/api/`. */
  act(path: string): Promise<{ readonly code: number; readonly said: string }>;
  /** Resolves with the first document, of now or later, that is as wanted. */
  until(isWanted: (status: Status) => boolean): Promise<Status>;
}

/** Makes a config serve its status page at a free port. */
export function withStatusPage(text: string): string {
  const keys = `    status_address = 127.0.0.1:0\n    status_token = ${TOKEN}\n`;
  return text.replace(/ *status_address = none\n/, keys);
}

/** Waits until a program serves its status page. */
export async function openStatusPage(program: Program): Promise<StatusPage> {
  const [, url = ""] = await program.output(/status page at (http:\/\/[^/]+)\//);
  const status = async () => await (await fetch(`${url}/api/status`)).json();
  return {
    url,
    status,
    async act(path) {
      const headers = { authorization: `Bearer ${TOKEN}` };
      const response = await fetch(`${url}/api/${path}`, { method: "POST", headers });
      const { done, error } = await response.json();
      return { code: response.status, said: done ?? error };
    },
    async until(isWanted) {
      const { body } = await fetch(`${url}/api/events`);
      const reader = body!.pipeThrough(new TextDecoderStream()).getReader();
      try {
        for (;;) {
          const now = await status();
          if (isWanted(now)) return now;
          const { done } = await reader.read();
          if (done) throw new Error(`ended before it was as wanted: ${JSON.stringify(now)}`);
        }
      } finally {
        await reader.cancel();
      }
    },
  };
}
