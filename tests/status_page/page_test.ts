import { deepEqual, doesNotMatch, equal, match, ok } from "node:assert/strict";
import { missingForChromium } from "../servers/chromium.ts";
import { isMissing } from "../servers/requirement.ts";
import { Feed } from "./feed.ts";
import { loseServer } from "./lose_server.ts";
import { openPage, seeText } from "./open_page.ts";
import { serveFeed } from "./serve_feed.ts";
import { failingSearch, someDestination, someSearch, someTrouble } from "./some_status.ts";

const ignore = isMissing(await missingForChromium());

Deno.test({
  name: "the page says that all is well, and shows every search with its picture",
  ignore,
  async fn() {
    const feed = new Feed(["errors", "orders"].map((name) => someSearch(name)));
    feed.payloadText = "{}";
    await using served = await serveFeed(feed);
    await using opened = await openPage(served.url);
    const { page, complaints } = opened;
    await page.getByRole("heading", { level: 1, name: "All 2 searches are well" }).waitFor();
    deepEqual(await page.locator("#searches h3").allTextContents(), ["errors", "orders"]);
    equal(await page.title(), "All 2 searches are well · leexport");
    const picture = page.getByRole("img", { name: "Latest answer of errors" });
    await picture.scrollIntoViewIfNeeded();
    const width = `new Promise((done) => {
      const image = document.querySelector("#searches img");
      image.complete ? done(image.naturalWidth) : image.onload = () => done(image.naturalWidth);
    })`;
    ok(await page.evaluate<number>(width) > 0);
    deepEqual(complaints, []);
  },
});

Deno.test({
  name:
    "a failure shows without a reload: what, since when, what to do, where, and in whose search",
  ignore,
  async fn() {
    const feed = new Feed(["errors", "orders"].map((name) => someSearch(name)));
    await using served = await serveFeed(feed);
    await using opened = await openPage(served.url);
    const { page, complaints } = opened;
    await seeText(page, "All 2 searches are well");
    feed.change([failingSearch("orders")]);
    await page.getByRole("heading", { level: 1, name: "1 of 2 searches fails" }).waitFor();
    const trouble = await page.locator("#troubles").innerText();
    match(trouble, /^What is wrong\n/);
    match(trouble, /Cannot push to geckoboard: push\.geckoboard\.com answered 503\n/);
    match(trouble, /What to do: nothing: payloads wait/);
    match(trouble, /Since \d\d:\d\d:\d\d \(5 min ago\)/);
    match(trouble, /at config\.ini:19/);
    match(trouble, /Search orders$/);
    // What fails comes first.
    deepEqual(await page.locator("#searches h3").allTextContents(), ["orders", "errors"]);
    equal(await page.locator("#news").textContent(), "Search orders fails.");
    equal(await page.title(), "1 of 2 searches fails · leexport");
    feed.change([someSearch("orders")]);
    await seeText(page, "All 2 searches are well");
    equal(await page.locator("#news").textContent(), "Search orders no longer fails.");
    equal(await page.locator("#troubles").isVisible(), false);
    deepEqual(complaints, []);
  },
});

Deno.test({
  name: "troubles of the program itself come first, and one outage is told once",
  ignore,
  async fn() {
    const trouble = someTrouble({ message: "Cannot take over config.ini: it has 2 problems" });
    const searches = ["a", "b", "c"].map((name) => failingSearch(name));
    await using served = await serveFeed(
      new Feed(searches, { health: "failing", troubles: [trouble] }),
    );
    await using opened = await openPage(served.url);
    const { page } = opened;
    await seeText(page, "What is wrong: 2 things");
    deepEqual(await page.locator("#troubles .message").allTextContents(), [
      "Cannot take over config.ini: it has 2 problems",
      "Cannot push to geckoboard: push.geckoboard.com answered 503",
    ]);
    equal(
      await page.locator("#troubles .concerns").last().innerText(),
      "Search a; likewise b, c",
    );
  },
});

Deno.test({
  name:
    "a search shows what waits, what was rejected, how late it ran and which window it asked for",
  ignore,
  async fn() {
    const failing = failingSearch("orders");
    const [destination] = failing.destinations;
    const history = someDestination({ name: "destination_history", rejected: 3 });
    await using served = await serveFeed(
      new Feed([{ ...failing, windows: "contiguous", destinations: [destination!, history] }]),
    );
    await using opened = await openPage(served.url);
    const { page } = opened;
    await seeText(page, "The search fails");
    const text = await page.locator("#searches").innerText();
    match(text, /Waiting\s+5 payloads, 12 KiB/);
    match(text, /Waits since\s+\d\d:\d\d:\d\d \(5 min ago\)/);
    match(text, /Next try\s+in \d\d s/);
    match(text, /Rejected\s+3 payloads/);
    match(text, /Late by\s+12 ms/);
    match(text, /Window\s+.*\d\d:\d\d:\d\d to \d\d:\d\d:\d\d/);
    match(text, /Newest value\s+4\d s old/);
    await page.getByRole("img", { name: "Last 40 runs: 35 well, 5 with a payload that waits" })
      .waitFor();
  },
});

Deno.test({
  name: "times go on by themselves",
  ignore,
  async fn() {
    await using served = await serveFeed(new Feed([someSearch("errors")]));
    await using opened = await openPage(served.url);
    const { page } = opened;
    const age = page.locator(".fresh time");
    const before = await age.innerText();
    match(before, /^\d+ s$/);
    await page.locator(".fresh time", { hasNotText: before }).waitFor();
  },
});

Deno.test({
  name: "names narrow the list, and so does asking for what fails",
  ignore,
  async fn() {
    const searches = Array.from({ length: 60 }, (_, index) => someSearch(`search ${index}`));
    searches[41] = failingSearch("search 41");
    await using served = await serveFeed(new Feed(searches));
    await using opened = await openPage(served.url);
    const { page } = opened;
    await seeText(page, "60 searches");
    await page.getByLabel("Name").fill("Search 4");
    await seeText(page, "11 of 60 searches");
    await page.getByLabel("Only what fails").check();
    await seeText(page, "1 of 60 searches");
    deepEqual(await page.locator("#searches h3").allTextContents(), ["search 41"]);
  },
});

Deno.test({
  name: "an address with #search=name opens that search, however long the list is",
  ignore,
  async fn() {
    const searches = Array.from({ length: 500 }, (_, index) => someSearch(`a/b & ${index}`));
    await using served = await serveFeed(new Feed(searches));
    await using opened = await openPage(`${served.url}#search=a%2Fb%20%26%20431`);
    const { page } = opened;
    await page.locator("details[open]").waitFor();
    equal(await page.locator("details[open] h3").innerText(), "a/b & 431");
    equal(await page.evaluate("document.activeElement.closest('li').dataset.search"), "a/b & 431");
  },
});

Deno.test({
  name: "the page says that the connection is lost, and of when its news is",
  ignore,
  async fn() {
    const feed = new Feed([someSearch("errors")]);
    await using opened = await loseServer(feed, (page) => seeText(page, "Live"));
    await seeText(opened.page, /^No connection$/);
    match(await opened.page.locator(".connection").innerText(), /this is how it was at \d\d:\d\d/);
  },
});

Deno.test({
  name: "the header says which config runs, and when it was read if that was not at the start",
  ignore,
  async fn() {
    const configTakenAt = Date.now() - 41_000;
    const feed = new Feed([someSearch("errors")], {
      configFile: "/etc/le/config.ini",
      configTakenAt,
    });
    await using served = await serveFeed(feed);
    await using opened = await openPage(served.url);
    await seeText(opened.page, "The search is well");
    const words = await opened.page.locator("#verdict .meta").innerText();
    match(words, / · config config\.ini, read 4\d s ago · /);
  },
});

/** Terms, and names within paths, that take more than one line. */
const BROKEN_LINES = `[...document.querySelectorAll("dt, .path")].filter((element) => {
  const range = document.createRange();
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    range.selectNodeContents(walker.currentNode);
    if (new Set([...range.getClientRects()].map(({ top }) => top)).size > 1) return true;
  }
  return false;
}).map(({ textContent }) => textContent.trim())`;

Deno.test({
  name: "at 1280 pixels no term is broken, and a path only after a slash",
  ignore,
  async fn() {
    const where = "/srv/some-team/leexport/config.ini:21";
    const destinations = [someDestination({ where })];
    const searches = ["errors", "orders"].map((name) => someSearch(name, { where, destinations }));
    await using served = await serveFeed(new Feed(searches));
    await using opened = await openPage(served.url);
    const { page } = opened;
    await seeText(page, "All 2 searches are well");
    deepEqual(await page.evaluate(BROKEN_LINES), []);
    equal(await page.locator(".path").last().textContent(), where);
    ok((await page.locator(".destination .path").first().boundingBox())!.height > 20);
  },
});

Deno.test({
  name: "since when a payload waits is not told of sliding windows, where a newer one replaces it",
  ignore,
  async fn() {
    await using served = await serveFeed(new Feed([failingSearch("orders")]));
    await using opened = await openPage(served.url);
    await seeText(opened.page, "The search fails");
    const text = await opened.page.locator("#searches").innerText();
    match(text, /Waiting\s+5 payloads, 12 KiB/);
    doesNotMatch(text, /Waits since/);
  },
});
