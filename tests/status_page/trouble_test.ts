import { equal, match } from "node:assert/strict";
import { missingForChromium } from "../servers/chromium.ts";
import { isMissing } from "../servers/requirement.ts";
import { Feed } from "./feed.ts";
import { openPage, seeText } from "./open_page.ts";
import { serveFeed } from "./serve_feed.ts";
import { failingSearch } from "./some_status.ts";

const ignore = isMissing(await missingForChromium());

Deno.test({
  name: "what to do is told once: the card of a search only says what is wrong and since when",
  ignore,
  async fn() {
    await using served = await serveFeed(new Feed([failingSearch("orders")]));
    await using opened = await openPage(served.url);
    const { page } = opened;
    await seeText(page, "The search fails");
    equal(await page.getByText("What to do:").count(), 1);
    match(
      await page.locator("#searches .trouble").innerText(),
      /^Cannot push to geckoboard: .* answered 503\s+Since \d\d:\d\d:\d\d \(5 min ago\)$/,
    );
    equal(await page.locator("#searches").getByText("config.ini:19").count(), 1);
  },
});

Deno.test({
  name: "the card says all of a trouble as long as the top of the page has no room for it",
  ignore,
  async fn() {
    const named = (index: number) =>
      failingSearch(`search ${index}`, { message: `Cannot push to place ${index}` });
    const searches = Array.from({ length: 9 }, (_, index) => named(index));
    const feed = new Feed(searches);
    await using served = await serveFeed(feed);
    await using opened = await openPage(served.url);
    const { page } = opened;
    await seeText(page, "1 more trouble: see the list below.");
    equal(await page.locator("#searches .hint").count(), 1);
    const last = page.locator("#searches .trouble", { has: page.locator(".hint") });
    match(
      await last.textContent() ?? "",
      /place 8\s+What to do: nothing.*\s+Since\s+.*\s+at config.ini:19\s*$/,
    );
    feed.change([failingSearch("search 0", { message: "Cannot push to place 1" })]);
    await page.locator("#searches .hint").waitFor({ state: "detached" });
  },
});
