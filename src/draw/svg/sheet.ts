import type { Palette } from "./palette.ts";

/** What a picture is drawn on. */
export interface Sheet {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly palette: Palette;
}

/** Pixels that stay free along every edge. */
export const MARGIN = 12;
