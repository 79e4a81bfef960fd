import type { View } from "./view.ts";
import type { Widget } from "./widget.ts";

/** Where a command puts what it was answered. */
export interface DrawnOutput {
  /** Path of a picture; `undefined` = none. */
  readonly svg: string | undefined;
  /** `json` for machines, nothing drawn. */
  readonly format: "text" | "json";
  readonly view: View;
  readonly savePicture: (
    widget: Widget,
    options: { readonly path: string; readonly title: string },
  ) => Promise<void>;
  /** Takes the result; `complain` takes what stands in its way. */
  readonly write: (text: string) => void;
  readonly complain: (text: string) => void;
}
