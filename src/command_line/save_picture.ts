import type { Widget } from "../draw/widget.ts";
import { LeexportError } from "../errors.ts";
import { reasonOf } from "../process/reason_of.ts";
import { redact } from "../secret.ts";

/** Pixels: as wide as a page, as high as a widget of a dashboard is wide. */
const SIZE = { width: 800, height: 400 } as const;

/**
 * Draws a widget as a picture and writes it to a file; a file of that name is replaced.
 *
 * @param widget What to draw; it must hold no secret any more, as a picture cuts and escapes what it shows.
 * @param options.path Of the file.
 * @param options.title What the picture is of.
 * @throws {LeexportError} If the file cannot be written.
 */
export async function savePicture(
  widget: Widget,
  { path, title }: { readonly path: string; readonly title: string },
): Promise<void> {
  const { drawSvg } = await import("../draw/svg/draw_svg.ts");
  const svg = drawSvg(widget, { ...SIZE, scheme: "light", title: redact(title) });
  try {
    await Deno.writeTextFile(path, svg);
  } catch (error) {
    throw new LeexportError(`Cannot write the picture "${path}": ${reasonOf(error)}`, {
      hint: "name a file in a folder that is there and may be written to",
      cause: error,
    });
  }
}
