import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { startChromium } from "../servers/chromium.ts";

/** The page in a browser of its own, both closed when disposed of. */
export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  /** What the browser complained about so far: errors, broken requests, what its policy forbade. */
  readonly complaints: readonly string[];
}

/** Opens an address. */
export async function openPage(
  url: string,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const browser: Browser = await startChromium();
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() !== "log") complaints.push(`${message.type()}: ${message.text()}`);
  });
  await page.goto(url);
  return { page, complaints, [Symbol.asyncDispose]: () => browser.close() };
}

/** Waits until the page says something somewhere. */
export async function seeText(page: Page, text: string | RegExp): Promise<void> {
  await page.getByText(text).first().waitFor();
}
