/** The end of a service manager that programs tell how they fare: a real datagram socket. */
export interface NotifySocket extends AsyncDisposable {
  /** For `NOTIFY_SOCKET`. */
  readonly name: string;
  /** Everything that has been told, in order. */
  readonly messages: readonly string[];
  /** Resolves with the first message that matches, from one on, and its number. Past or future. */
  told(pattern: RegExp, from?: number): Promise<{ readonly text: string; readonly index: number }>;
}

/**
 * Listens as a service manager does.
 *
 * @param kind Where: in a folder, or in the abstract namespace.
 */
export async function openNotifySocket(kind: "path" | "abstract" = "path"): Promise<NotifySocket> {
  const folder = await Deno.makeTempDir();
  const name = kind === "path" ? `${folder}/notify` : `@leexport-test-${crypto.randomUUID()}`;
  const path = name.replace(/^@/, "\0");
  const socket = Deno.listenDatagram({ transport: "unixpacket", path });
  const messages: string[] = [];
  let waiting: (() => void)[] = [];
  const reading = (async () => {
    for await (const [bytes] of socket) {
      messages.push(new TextDecoder().decode(bytes));
      for (const resolve of waiting.splice(0)) resolve();
    }
  })();
  return {
    name,
    messages,
    async told(pattern, from = 0) {
      for (let index = from;; index++) {
        while (index >= messages.length) {
          await new Promise<void>((resolve) => waiting.push(resolve));
        }
        const text = messages[index]!;
        if (pattern.test(text)) return { text, index };
      }
    },
    async [Symbol.asyncDispose]() {
      waiting = [];
      socket.close();
      await reading;
      await Deno.remove(folder, { recursive: true });
    },
  };
}
