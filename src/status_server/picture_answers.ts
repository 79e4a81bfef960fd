import { TooManyPictures } from "../draw/pictures.ts";
import { LeexportError } from "../errors.ts";
import { redact, redactJson } from "../secret.ts";
import type { StatusSource } from "../status/source.ts";
import { etagOf, isKnown } from "./etag.ts";
import { PictureCache } from "./picture_cache.ts";
import { type Refusal, refuse } from "./refusal.ts";
import { text } from "./write_answer.ts";

/** Colours of a picture. */
export type PictureScheme = "light" | "dark";

/** Draws a payload (JSON) as SVG. */
export type DrawPicture = (
  payload: string,
  options: { readonly title: string; readonly scheme: PictureScheme },
) => Promise<string>;

/** Which picture is asked for: always the newest. */
export interface PictureRequest {
  readonly search: string;
  readonly destination: string;
  readonly scheme: string | undefined;
}

/** A picture holds styles of its own; whoever opens it by itself must get nothing else out of it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/** Answers with pictures of the newest payloads. */
export class PictureAnswers {
  readonly #source: StatusSource;
  readonly #draw: DrawPicture;
  readonly #cache = new PictureCache();

  constructor(
    { source, draw }: { readonly source: StatusSource; readonly draw: DrawPicture },
  ) {
    this.#source = source;
    this.#draw = draw;
  }

  /** Answers with the newest picture of a destination, or that the browser has it already. */
  async answer(request: Request, wanted: PictureRequest): Promise<Response> {
    const { search, destination } = wanted;
    const payload = this.#source.payload(search, destination);
    if (payload === undefined) return refuse(noPicture(search, destination));
    const options = {
      title: redact(search),
      scheme: wanted.scheme === "dark" ? "dark" : "light",
    } as const;
    const key = JSON.stringify([search, destination, payload.picture, options.scheme]);
    try {
      const svg = await this.#cache.get(key, () => this.#draw(redactJson(payload.text), options));
      return answerWith(svg, request);
    } catch (error) {
      return refuse(refusalOf(error));
    }
  }
}

/**
 * The numbers of pictures begin anew with each start of the program, so that an address with a number stands for
 * something else then: browsers ask each time whether theirs is still good.
 */
function answerWith(svg: string, request: Request): Response {
  const etag = etagOf(svg);
  const headers = {
    etag,
    "content-type": "image/svg+xml; charset=utf-8",
    "content-security-policy": POLICY,
    "cache-control": "private, no-cache",
  };
  if (isKnown(etag, request)) return new Response(null, { status: 304, headers });
  return text(svg, { headers });
}

function refusalOf(error: unknown): Refusal {
  if (!(error instanceof LeexportError)) throw error;
  const { message, hint } = error;
  if (!(error instanceof TooManyPictures)) return { status: 422, error: message, hint };
  return { status: 503, error: message, hint, headers: { "retry-after": "1" } };
}

function noPicture(search: string, destination: string) {
  const place = `${JSON.stringify(search)}, ${destination.slice(0, 300)}`;
  return {
    status: 404,
    error: `Cannot draw ${place}: it has no payload yet`,
    hint: "wait for its next run",
  };
}
