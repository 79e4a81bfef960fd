import type { LeexportError } from "../../src/errors.ts";
import { Secret } from "../../src/secret.ts";
import type { Controls } from "../../src/status/source.ts";
import type { DrawPicture } from "../../src/status_server/picture_answers.ts";
import { serveStatus } from "../../src/status_server/serve.ts";
import type { Feed } from "./feed.ts";

/** What lets somebody act on a served feed. */
export const TOKEN = "a-token-that-nobody-guesses";

/** A feed behind the real status server. */
export interface ServedFeed extends AsyncDisposable {
  readonly url: string;
  /** What was asked for with the token, oldest first: `pause errors`, `reload`. */
  readonly asked: readonly string[];
}

/**
 * Serves a feed at a free port.
 *
 * @param options.refusal Why nothing that is asked for is done; default everything is done.
 * @param options.draw What becomes of a payload; default an empty picture.
 */
export async function serveFeed(
  feed: Feed,
  { draw = drawBlank, refusal }: {
    readonly draw?: DrawPicture;
    readonly refusal?: LeexportError;
  } = {},
): Promise<ServedFeed> {
  const asked: string[] = [];
  const status = { address: { kind: "none" }, line: undefined, hosts: [] } as const;
  const token = new Secret(TOKEN);
  const server = await serveStatus({ kind: "tcp", hostname: "127.0.0.1", port: 0 }, {
    source: feed,
    controls: recordingControls(asked, refusal),
    draw,
    metrics: () => Promise.resolve("# EOF\n"),
    config: () => ({ ...status, token }),
    ready: () => true,
  });
  const { address } = server;
  const port = address.kind === "tcp" ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/`,
    asked,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

function recordingControls(asked: string[], refusal: LeexportError | undefined): Controls {
  const done = (what: string, sentence: string) => {
    asked.push(what);
    return refusal === undefined ? Promise.resolve(sentence) : Promise.reject(refusal);
  };
  return {
    runNow: (search) => done(`run ${search}`, `Search "${search}" runs now`),
    pause: (search) => done(`pause ${search}`, `Search "${search}" is paused`),
    resume: (search) => done(`resume ${search}`, `Search "${search}" goes on`),
    retry: (search = "all") => done(`retry ${search}`, "1 rejected payload is pushed again"),
    reload: () => done("reload", "The config was read again: nothing has changed"),
  };
}

const drawBlank: DrawPicture = (_, { title, scheme }) => {
  const ground = scheme === "dark" ? "#171c23" : "#ffffff";
  return Promise.resolve(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 240"><title>${
      title.replaceAll(/[<&]/g, "")
    }</title><rect width="480" height="240" fill="${ground}"/></svg>`,
  );
};
