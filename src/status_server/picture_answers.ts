import { LeexportError } from "../errors.ts";
import { redact, redactJson } from "../secret.ts";
import type { StatusSource } from "../status/source.ts";
import { PictureCache } from "./picture_cache.ts";
import { refuse } from "./refusal.ts";
import { text } from "./write_answer.ts";

/** Colours of a picture. */
export type PictureScheme = "light" | "dark";

/** Draws a payload (JSON) as SVG. */
export type DrawPicture = (
  payload: string,
  options: { readonly title: string; readonly scheme: PictureScheme },
) => Promise<string>;

/** Which picture is asked for. */
export interface PictureRequest {
  readonly search: string;
  readonly destination: string;
  /** Number of the picture; one that is not the newest only says that the answer may not be kept. */
  readonly picture: string | undefined;
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

  /** Answers with the newest picture of a destination. */
  async answer({ search, destination, picture, scheme }: PictureRequest): Promise<Response> {
    const payload = this.#source.payload(search, destination);
    if (payload === undefined) return refuse(noPicture(search, destination));
    const options = {
      title: redact(search),
      scheme: scheme === "dark" ? "dark" : "light",
    } as const;
    const key = JSON.stringify([search, destination, payload.picture, options.scheme]);
    try {
      const svg = await this.#cache.get(key, () => this.#draw(redactJson(payload.text), options));
      const isVersion = picture === `${payload.picture}`;
      return text(svg, {
        headers: headersOf(isVersion ? "private, max-age=86400, immutable" : "no-store"),
      });
    } catch (error) {
      if (!(error instanceof LeexportError)) throw error;
      return refuse({ status: 422, error: error.message, hint: error.hint });
    }
  }
}

function headersOf(cacheControl: string): Readonly<Record<string, string>> {
  return {
    "content-type": "image/svg+xml; charset=utf-8",
    "content-security-policy": POLICY,
    "cache-control": cacheControl,
  };
}

function noPicture(search: string, destination: string) {
  const place = `${JSON.stringify(search)}, ${destination.slice(0, 300)}`;
  return {
    status: 404,
    error: `Cannot draw ${place}: it has no payload yet`,
    hint: "wait for its next run",
  };
}
