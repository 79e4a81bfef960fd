import type { Page } from "playwright-core";

/** How a page fared. */
export interface PageFigures {
  /** Milliseconds from the request to the first words on the screen. */
  readonly firstPaintMs: number;
  /** Milliseconds until every search is in the list. */
  readonly allRowsMs: number;
  /** The longest stretches in which nothing else could happen, milliseconds: before all rows were there, and after. */
  readonly longestTaskMs: { readonly loading: number; readonly updating: number };
  /** Share of the time for which the page was busy once it was there, percent. */
  readonly busyPercent: number;
}

/** Watches from within; runs in the page before anything else does. */
const WATCH = `
  globalThis.tasks = [];
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) tasks.push({ startTime, duration });
  }).observe({ type: "longtask", buffered: true });
`;

const allThere = (rows: number) =>
  `new Promise((resolve) => {
  const look = () => {
    const there = document.querySelectorAll("#searches > li").length;
    if (there === ${rows}) resolve(performance.now());
    else requestAnimationFrame(look);
  };
  look();
})`;

/**
 * Opens a page and watches it for a while.
 *
 * @param rows How many searches there will be.
 */
export async function watchPage(
  page: Page,
  { url, rows, seconds }: { readonly url: string; readonly rows: number; readonly seconds: number },
): Promise<PageFigures> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  await page.addInitScript(WATCH);
  await page.goto(url);
  const allRowsMs = await page.evaluate<number>(allThere(rows));
  const before = await busySeconds();
  await page.waitForTimeout(seconds * 1000);
  const busyPercent = (await busySeconds() - before) / seconds * 100;
  const firstPaintMs = await page.evaluate<number>(
    `performance.getEntriesByName("first-contentful-paint")[0].startTime`,
  );
  const tasks = await page.evaluate<{ startTime: number; duration: number }[]>("tasks");
  const longest = (when: (startTime: number) => boolean) =>
    Math.max(0, ...tasks.filter((task) => when(task.startTime)).map(({ duration }) => duration));
  return {
    firstPaintMs,
    allRowsMs,
    longestTaskMs: {
      loading: longest((startTime) => startTime <= allRowsMs),
      updating: longest((startTime) => startTime > allRowsMs),
    },
    busyPercent,
  };

  async function busySeconds(): Promise<number> {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0;
  }
}
