import { FrameReader, FrameWriter, NO_TOKEN } from "./frames.ts";
import { serviceProcessCommand } from "./process_command.ts";
import type { ServiceProcessOpening } from "./process_main.ts";
import { type Usage, usageOf } from "./process_usage.ts";
import { LONGEST_REPLY } from "./read_reply.ts";
import type { Sandbox, SandboxEvents, SandboxState } from "./sandbox.ts";
import type { Trouble } from "./trouble.ts";
import { VERSION } from "../version.ts";
import type { Grants } from "./worker_permissions.ts";

const TOKEN_BYTES = 16;
/** How much of a process's last words is kept, bytes. */
const LAST_WORDS_BYTES = 8192;
/** How much a process may write to standard error in its life, bytes: nobody but the runtime should. */
const STANDARD_ERROR_BYTES = 4 * 1024 * 1024;
/** How long a module may keep a processor busy while nothing is asked of it, milliseconds. */
const IDLE_BUSY_MS = 6000;
/** The share of a processor from which it counts as busy: small, because a busy machine gives no more. */
const IDLE_SHARE = 0.1;

/**
 * Opens a room that is a process of its own and holds a Worker: it can be killed at any moment, and its memory is
 * watched. It gets no environment, no terminal and no signal of one.
 *
 * @param grants What the module may reach.
 * @param options.memoryLimitMib Memory the process may use.
 * @param options.events Told what comes out.
 */
export function openProcessSandbox(
  grants: Grants,
  { memoryLimitMib, events }: { readonly memoryLimitMib: number; readonly events: SandboxEvents },
): Sandbox {
  return new ProcessSandbox(grants, { memoryLimitMib, events });
}

class ProcessSandbox implements Sandbox {
  /** A module may use memory and processor at any time. */
  readonly idleLookMs = 2000;
  readonly silenceHint = undefined;
  readonly #child: Deno.ChildProcess;
  readonly #input: FrameWriter;
  readonly #events: SandboxEvents;
  readonly #memoryLimitMib: number;
  readonly #ended: Promise<void>;
  #killed = false;
  #lastWords = "";
  #idle: { readonly since: number; readonly processorMs: number } | undefined;

  constructor(
    grants: Grants,
    { memoryLimitMib, events }: { readonly memoryLimitMib: number; readonly events: SandboxEvents },
  ) {
    const { command, args, env } = serviceProcessCommand(grants, { memoryLimitMib });
    this.#child = new Deno.Command(command, {
      args,
      env,
      clearEnv: true,
      cwd: "/",
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
      detached: true,
    }).spawn();
    this.#events = events;
    this.#memoryLimitMib = memoryLimitMib;
    this.#input = new FrameWriter(this.#child.stdin, NO_TOKEN);
    const token = crypto.getRandomValues(new Uint8Array(TOKEN_BYTES));
    const opening: ServiceProcessOpening = { token: token.toHex(), grants, version: VERSION };
    this.#input.write(JSON.stringify(opening));
    this.#ended = this.#attend(token);
  }

  post(text: string): void {
    this.#input.write(text);
  }

  async inspect(state: SandboxState): Promise<Trouble | undefined> {
    const usage = await usageOf(this.#child.pid);
    if (usage === undefined) return undefined;
    if (usage.memoryMib > this.#memoryLimitMib) return tooMuchMemory(this.#memoryLimitMib);
    if (state === "idle") return this.#inspectIdle(usage);
    this.#idle = undefined;
    return undefined;
  }

  async kill(): Promise<void> {
    if (!this.#killed) {
      this.#killed = true;
      try {
        this.#child.kill("SIGKILL");
      } catch {
        // It has ended already.
      }
    }
    await this.#ended;
  }

  async #attend(token: Uint8Array): Promise<void> {
    const reading = [this.#readMessages(token), this.#readLastWords()];
    const status = await this.#child.status;
    await Promise.all(reading);
    await this.#input.abort();
    if (!this.#killed) this.#events.broke(this.#causeOfDeath(status));
  }

  async #readMessages(token: Uint8Array): Promise<void> {
    // A character takes three bytes at most.
    const reader = new FrameReader(token, { longest: 3 * LONGEST_REPLY });
    try {
      for await (const chunk of this.#child.stdout) {
        for (const text of reader.read(chunk)) this.#tell(() => this.#events.message(text));
        if (this.#killed) return;
      }
    } catch (error) {
      const reason = `it broke the rules of messages: ${
        error instanceof Error ? error.message : String(error)
      }`;
      this.#tell(() => this.#events.broke({ fault: "protocol", reason }));
    }
  }

  #tell(event: () => void): void {
    if (!this.#killed) event();
  }

  async #readLastWords(): Promise<void> {
    const decoder = new TextDecoder();
    let size = 0;
    for await (const chunk of this.#child.stderr) {
      size += chunk.length;
      if (size > STANDARD_ERROR_BYTES) {
        const reason = "it broke the rules of messages: it flooded its standard error";
        return this.#tell(() => this.#events.broke({ fault: "protocol", reason }));
      }
      const words = this.#lastWords + decoder.decode(chunk.subarray(-LAST_WORDS_BYTES));
      this.#lastWords = words.slice(-LAST_WORDS_BYTES);
    }
  }

  #causeOfDeath({ code, signal }: Deno.CommandStatus): Trouble {
    if (/out of memory/i.test(this.#lastWords)) return tooMuchMemory(this.#memoryLimitMib);
    const how = signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`;
    const words = this.#lastWords.trim().split("\n").at(-1) ?? "";
    return { fault: "crash", reason: `its process ${how}${words === "" ? "" : ` (${words})`}` };
  }

  #inspectIdle({ processorMs }: Usage): Trouble | undefined {
    if (processorMs === undefined) return undefined;
    const now = performance.now();
    const before = this.#idle;
    if (
      before === undefined || processorMs - before.processorMs < IDLE_SHARE * (now - before.since)
    ) {
      this.#idle = { since: now, processorMs };
    } else if (now - before.since >= IDLE_BUSY_MS) {
      const reason = `it kept a processor busy for ${IDLE_BUSY_MS / 1000} s with nothing to do`;
      return { fault: "deadline", reason };
    }
    return undefined;
  }
}

function tooMuchMemory(limitMib: number): Trouble {
  return {
    fault: "memory",
    reason: `it used more memory than its limit of ${limitMib} MiB`,
    hint: "raise memory_limit of the service if the module needs more",
  };
}
