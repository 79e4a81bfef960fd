import { fullNumber } from "./number.ts";
import { paint, type View } from "./view.ts";

/** How far something has come. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  /** How much is done in a second; 0 while it is not known. */
  readonly perSecond: number;
  /** What is counted: `windows`. */
  readonly unit: string;
}

const WIDEST_BAR = 40;
const FROM_LEFT = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"] as const;

/**
 * Draws how far something has come: a bar, the share, the numbers, the rate and the time left, as far as there is room.
 *
 * @returns One line, not wider than the view.
 */
export function drawProgress(progress: Progress, view: View): string {
  const { done, total } = progress;
  const share = total === 0 ? 1 : Math.min(done / total, 1);
  const percent = `${Math.floor(100 * share)} %`.padStart(5);
  const words = wordsOf(progress);
  const roomFor = (text: string) => view.width - text.length - percent.length - 2;
  const text = words.find((text) => roomFor(text) >= 10) ?? "";
  const width = Math.max(0, Math.min(WIDEST_BAR, roomFor(text)));
  const bar = paint(barOf(share, width), { tone: "value", view });
  return [bar, percent, text].filter((part) => part !== "").join(" ");
}

/** The longest first. */
function wordsOf({ done, total, perSecond, unit }: Progress): string[] {
  const numbers = `${fullNumber(done)} of ${fullNumber(total)}`;
  if (done >= total || perSecond <= 0) return [`${numbers} ${unit}`, numbers];
  const rate = `${perSecond.toFixed(perSecond < 10 ? 1 : 0)}/s`;
  const left = `${duration((total - done) / perSecond)} left`;
  return [`${numbers} ${unit}, ${rate}, ${left}`, `${numbers}, ${left}`, left];
}

function barOf(share: number, width: number): string {
  const eighths = Math.floor(share * width * 8);
  const bar = "█".repeat(Math.floor(eighths / 8)) + FROM_LEFT[eighths % 8];
  return bar.padEnd(width, "·");
}

/**
 * Writes how long something takes: `42 s`, `7 min`, `3 h 20 min`, `2 d 4 h`.
 *
 * @param seconds Rounded up.
 */
export function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 100) return `${whole} s`;
  const minutes = Math.ceil(whole / 60);
  if (minutes < 100) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}
