/// <reference no-default-lib="true" />
/// <reference lib="deno.worker" />
/**
 * The inside of the Worker that draws pictures: each message is a {@linkcode PictureRequest}, each answered by one
 * {@linkcode PictureReply}, in order.
 *
 * @module
 */

import { drawSvg, type SvgOptions } from "./svg/draw_svg.ts";
import { readWidget } from "./widget.ts";

/** What is to be drawn. */
export interface PictureRequest {
  /** JSON. */
  readonly payload: string;
  readonly options: SvgOptions;
}

/** What became of it. */
export type PictureReply = { readonly svg: string } | { readonly failure: string };

function answer({ payload, options }: PictureRequest): PictureReply {
  try {
    return { svg: drawSvg(readWidget(JSON.parse(payload)), options) };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

self.addEventListener("message", ({ data }: MessageEvent<PictureRequest>) => {
  self.postMessage(answer(data));
});
