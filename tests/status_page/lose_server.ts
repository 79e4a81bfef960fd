import type { Page } from "playwright-core";
import type { Feed } from "./feed.ts";
import { type OpenPage, openPage } from "./open_page.ts";
import { serveFeed } from "./serve_feed.ts";

/**
 * Opens the page, and ends its server once something is done in it.
 *
 * @param before What is done while there is a server.
 */
export async function loseServer(
  feed: Feed,
  before: (page: Page) => Promise<void>,
): Promise<OpenPage> {
  await using served = await serveFeed(feed);
  const opened = await openPage(served.url);
  await before(opened.page);
  return opened;
}
