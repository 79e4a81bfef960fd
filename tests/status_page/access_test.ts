import { deepEqual, equal } from "node:assert/strict";
import axe from "axe-core";
import type { BrowserContextOptions, Page } from "playwright-core";
import { missingForChromium } from "../servers/chromium.ts";
import { isMissing } from "../servers/requirement.ts";
import { Feed } from "./feed.ts";
import { openPage, seeText } from "./open_page.ts";
import { serveFeed, TOKEN } from "./serve_feed.ts";
import { failingSearch, someSearch, someTrouble } from "./some_status.ts";

const ignore = isMissing(await missingForChromium());

/** Something of everything: well, failing, paused, new, a trouble of the program. */
function variedFeed(): Feed {
  const fresh = { latestRun: undefined, history: [], nextRunAt: undefined };
  return new Feed([
    someSearch("errors per minute, of all shops and of the warehouse in Rotterdam"),
    failingSearch("orders"),
    someSearch("paused", { state: "paused", health: "paused", pausedAt: Date.now() }),
    someSearch("new", { ...fresh, state: "starting", health: "new", destinations: [] }),
  ], { health: "failing", troubles: [someTrouble({ message: "Cannot write to the store" })] });
}

/** What axe finds, one line for each rule and place. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>("axe.run()");
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

for (const colorScheme of ["light", "dark"] as const) {
  Deno.test({
    name: `axe finds nothing to complain about, ${colorScheme}`,
    ignore,
    async fn() {
      await using served = await serveFeed(variedFeed());
      await using opened = await openPage(served.url, { colorScheme });
      const { page, complaints } = opened;
      await seeText(page, "1 of 4 searches fails");
      deepEqual(await violations(page), []);
      await page.getByRole("button", { name: "Enter token to act …" }).click();
      deepEqual(await violations(page), []);
      await page.getByLabel("Token", { exact: true }).fill(TOKEN);
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: "Run now" }).first().click();
      await seeText(page, "runs now");
      deepEqual(await violations(page), []);
      deepEqual(complaints, []);
    },
  });
}

Deno.test({
  name: "axe finds nothing to complain about in a long list",
  ignore,
  async fn() {
    const searches = Array.from({ length: 60 }, (_, index) => someSearch(`search ${index}`));
    await using served = await serveFeed(new Feed([failingSearch("orders"), ...searches]));
    await using opened = await openPage(served.url);
    await seeText(opened.page, "1 of 61 searches fails");
    deepEqual(await violations(opened.page), []);
  },
});

const NARROW: Readonly<Record<string, BrowserContextOptions>> = {
  "a phone of 320 pixels": { viewport: { width: 320, height: 640 } },
  "a window of 1280 pixels at 400 percent": {
    viewport: { width: 320, height: 200 },
    deviceScaleFactor: 4,
  },
  "a window of 1280 pixels at 200 percent": {
    viewport: { width: 640, height: 400 },
    deviceScaleFactor: 2,
  },
};

/** The window itself, and cards of the list, which are laid out only in sight, and cut off instead of scrolled. */
const TOO_WIDE = `[document.documentElement, ...document.querySelectorAll("#searches > li")]
  .map((element) => (element.style.contentVisibility = "visible", element))
  .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
  .map(({ innerText }) => innerText)`;

for (const [where, options] of Object.entries(NARROW)) {
  Deno.test({
    name: `nothing has to be scrolled sideways on ${where}`,
    ignore,
    async fn() {
      await using served = await serveFeed(variedFeed());
      await using opened = await openPage(served.url, options);
      const { page } = opened;
      await seeText(page, "1 of 4 searches fails");
      deepEqual(await page.evaluate(TOO_WIDE), []);
    },
  });
}

Deno.test({
  name: "the keyboard alone reaches everything in order, and sees where it is",
  ignore,
  async fn() {
    const searches = Array.from({ length: 30 }, (_, index) => someSearch(`search ${index}`));
    searches[3] = failingSearch("search 3");
    await using served = await serveFeed(new Feed(searches));
    await using opened = await openPage(served.url);
    const { page } = opened;
    await seeText(page, "1 of 30 searches fails");
    const way: string[] = [];
    for (let step = 0; step < 7; step++) {
      await page.keyboard.press("Tab");
      way.push(
        await page.evaluate(`(({ innerText, id, matches }) => innerText.split("\\n")[0] || id)
        (document.activeElement)`),
      );
      equal(await page.evaluate(`getComputedStyle(document.activeElement).outlineStyle`), "solid");
    }
    deepEqual(way, [
      "Skip to the searches",
      "search 3",
      "filter",
      "only-failing",
      "Enter token to act …",
      "fails",
      "well",
    ]);
    await page.keyboard.press("Enter");
    await page.locator("details[open]").getByText("Newest value", { exact: true }).waitFor();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    equal(await page.evaluate("document.activeElement.innerText"), "Enter token to act …");
  },
});

Deno.test({
  name: "a search that moves in the list keeps the focus",
  ignore,
  async fn() {
    const names = Array.from({ length: 30 }, (_, index) => `search ${index}`);
    const feed = new Feed(names.map((name) => someSearch(name)));
    await using served = await serveFeed(feed);
    await using opened = await openPage(served.url);
    const { page } = opened;
    await seeText(page, "All 30 searches are well");
    await page.locator("summary", { hasText: "search 5" }).focus();
    feed.change([failingSearch("search 5")]);
    await seeText(page, "1 of 30 searches fails");
    equal(await page.evaluate("document.activeElement.closest('li').dataset.search"), "search 5");
  },
});

Deno.test({
  name: "nothing moves for those who do not want it to",
  ignore,
  async fn() {
    await using served = await serveFeed(variedFeed());
    await using opened = await openPage(served.url, { reducedMotion: "reduce" });
    await seeText(opened.page, "1 of 4 searches fails");
    const moving = `[...document.querySelectorAll("*")].filter((element) =>
      ["", "::before"].some((part) => {
        const { transitionDuration, animationName } = getComputedStyle(element, part);
        return transitionDuration !== "0s" || animationName !== "none";
      })).length`;
    equal(await opened.page.evaluate(moving), 0);
  },
});
