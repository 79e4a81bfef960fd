import { drawWidget } from "./draw_widget.ts";
import type { View } from "./view.ts";
import { readWidget } from "./widget.ts";

/**
 * Draws what a service made of an answer: the four widgets of Geckoboard and lines of Graphite as what they will look
 * like, everything else as text.
 *
 * @param payload Plain data, as it came out of `transform()` or in a request's body.
 * @param view No returned line is wider.
 * @returns Lines of text without line feeds or control characters.
 */
export function drawPayload(payload: unknown, view: View): string[] {
  return drawWidget(readWidget(payload), view);
}
