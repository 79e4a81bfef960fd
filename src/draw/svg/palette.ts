/** Colours of a picture. */
export interface Palette {
  readonly background: string;
  /** What matters: the number, names. At least 4.5:1 on the background, as `faint`. */
  readonly ink: string;
  /** What explains: axes, captions. */
  readonly faint: string;
  /** Lines to measure by; meant to be overlooked. */
  readonly grid: string;
  /** One for each series, at least 3:1 on the background; chosen to stay apart for people with any colour blindness. */
  readonly series: readonly string[];
  /** What sums up the rest. */
  readonly others: string;
}

/** For bright and for dark surroundings; the backgrounds are those of the status page's surfaces. */
export const PALETTES: Readonly<Record<"light" | "dark", Palette>> = {
  light: {
    background: "#ffffff",
    ink: "#1d2530",
    faint: "#5b6675",
    grid: "#e3e7ec",
    series: [
      "#2563c9",
      "#e1712d",
      "#34a08e",
      "#6c0812",
      "#a57be8",
      "#83560d",
      "#125968",
      "#3a1b83",
    ],
    others: "#7f8a98",
  },
  dark: {
    background: "#171c23",
    ink: "#e8ebef",
    faint: "#9aa5b3",
    grid: "#2c333c",
    series: [
      "#6ba4f8",
      "#e5e254",
      "#da5f8b",
      "#adf3fa",
      "#876617",
      "#7260cb",
      "#e8ada8",
      "#95af1f",
    ],
    others: "#7f8a98",
  },
};

/**
 * Gives the colour of a series; they repeat when there are more series than colours.
 *
 * @param index From 0.
 */
export function seriesColour({ series }: Palette, index: number): string {
  return series[index % series.length]!;
}
