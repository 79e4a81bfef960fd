/**
 * A service's process. Its first frame says what the module may reach and by which token frames back are known; all
 * further frames go to the Worker that holds the module, and what that says goes back. It ends when its input does: when
 * the daemon lets go of it, or dies.
 *
 * @module
 */

import { FrameReader, FrameWriter, NO_TOKEN } from "./frames.ts";
import { LONGEST_REPLY } from "./read_reply.ts";
import type { Sandbox } from "./sandbox.ts";
import { VERSION } from "../version.ts";
import { openWorkerSandbox } from "./worker_sandbox.ts";
import type { Grants } from "./worker_permissions.ts";

/** The first frame. */
export interface ServiceProcessOpening {
  /** In hexadecimal. */
  readonly token: string;
  readonly grants: Grants;
  /** Of the daemon: an upgrade may have put another program into its place, which speaks in another way. */
  readonly version: string;
}

/** The longest text that is handed in, bytes. */
const LONGEST_REQUEST = 0xffff_ffff;

/**
 * Serves a module until standard input ends. The process must be ended then: a module that loops would keep it alive.
 *
 * @returns When standard input has ended.
 */
export async function runServiceProcess(): Promise<void> {
  await giveUpRights();
  const reader = new FrameReader(NO_TOKEN, { longest: LONGEST_REQUEST });
  let sandbox: Sandbox | undefined;
  for await (const chunk of Deno.stdin.readable) {
    for (const text of reader.read(chunk)) {
      if (sandbox === undefined) sandbox = open(JSON.parse(text));
      else sandbox.post(text);
    }
  }
}

/** The executable has them built in; a Worker can be given no more than its process has. */
async function giveUpRights(): Promise<void> {
  for (const name of ["run", "write", "ffi"] as const) await Deno.permissions.revoke({ name });
}

function open({ token, grants, version }: ServiceProcessOpening): Sandbox {
  const out = new FrameWriter(Deno.stdout.writable, Uint8Array.fromHex(token));
  const breakDown = (message: string) => {
    const failure = { kind: "fault", message };
    out.write(JSON.stringify({ type: "broken", failure }));
  };
  if (version !== VERSION) {
    breakDown(`leexport was replaced by version ${VERSION} while ${version} runs: restart it`);
  }
  return openWorkerSandbox(grants, {
    message(data) {
      // What is no text or too long goes on as something that its reader refuses.
      out.write(typeof data === "string" && data.length <= LONGEST_REPLY ? data : "null");
    },
    broke: ({ reason }) => breakDown(reason),
  });
}

if (import.meta.main) {
  await runServiceProcess();
  Deno.exit(0);
}
