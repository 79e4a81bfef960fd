/** A server-sent event. */
export interface ServerEvent {
  readonly name: string;
  readonly data: string;
}

/**
 * Reads server-sent events as far as leexport sends them: `event` and `data` lines, and comments.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export async function* readEvents(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<ServerEvent> {
  let name = "message";
  let data: string[] = [];
  for await (const line of linesOf(stream)) {
    if (line === "") {
      if (data.length > 0) yield { name, data: data.join("\n") };
      [name, data] = ["message", []];
    } else if (line.startsWith("event:")) name = valueOf(line);
    else if (line.startsWith("data:")) data.push(valueOf(line));
  }
}

function valueOf(line: string): string {
  return line.slice(line.indexOf(":") + 1).replace(/^ /, "");
}

/** A document is one long line: pieces are joined once it is whole. */
async function* linesOf(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<string> {
  let pieces: string[] = [];
  for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
    const [first = "", ...rest] = chunk.split("\n");
    pieces.push(first);
    for (const next of rest) {
      yield pieces.join("").replace(/\r$/, "");
      pieces = [next];
    }
  }
}
