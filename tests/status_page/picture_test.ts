import { deepEqual, equal } from "node:assert/strict";
import { LeexportError } from "../../src/errors.ts";
import type { DestinationStatus, SearchStatus } from "../../src/status/status.ts";
import { missingForChromium } from "../servers/chromium.ts";
import { isMissing } from "../servers/requirement.ts";
import { Feed } from "./feed.ts";
import { openPage, seeText } from "./open_page.ts";
import { serveFeed } from "./serve_feed.ts";
import { failingSearch, someDestination, someSearch, someTrouble } from "./some_status.ts";

const ignore = isMissing(await missingForChromium());

function withDestination(
  changes: Partial<DestinationStatus>,
  ofSearch: Partial<SearchStatus> = {},
): SearchStatus {
  return someSearch("orders", { destinations: [someDestination(changes)], ...ofSearch });
}

Deno.test({
  name: "under a picture that has not been taken yet stands so, also for those who do not see it",
  ignore,
  async fn() {
    const feed = new Feed([failingSearch("orders")]);
    await using served = await serveFeed(feed);
    await using opened = await openPage(served.url);
    const { page, complaints } = opened;
    const caption = page.locator("figcaption");
    await seeText(page, "This value has not been taken yet");
    await page.getByRole("img", {
      name: "drawn as geckoboard would show it. This value has not been taken yet",
    }).waitFor();
    const troubles = [someTrouble({ message: "Cannot push to geckoboard: it answered 422" })];
    feed.change([withDestination({ health: "failing", rejected: 1, troubles })]);
    await caption.getByText("This value was not taken", { exact: true }).waitFor();
    feed.change([someSearch("orders")]);
    await caption.waitFor({ state: "detached" });
    await page.getByRole("img", { name: "drawn as geckoboard got it" }).waitFor();
    deepEqual(complaints, []);
  },
});

Deno.test({
  name: "a picture that was taken is not doubted because an older payload waits",
  ignore,
  async fn() {
    const latest = { from: Date.now() - 60_000, to: Date.now() + 1000, at: Date.now() };
    const waiting = { payloads: 1, bytes: 66 };
    await using served = await serveFeed(new Feed([withDestination({ latest, waiting })]));
    await using opened = await openPage(served.url);
    await seeText(opened.page, "1 payload, 66 bytes");
    equal(await opened.page.locator("figcaption").count(), 0);
  },
});

Deno.test({
  name: "a destination without a picture says why",
  ignore,
  async fn() {
    const feed = new Feed([withDestination({ picture: undefined }, { latestRun: undefined })]);
    await using served = await serveFeed(feed);
    await using opened = await openPage(served.url);
    const { page } = opened;
    await page.getByText("No picture yet", { exact: true }).waitFor();
    feed.change([withDestination({ picture: undefined })]);
    await seeText(page, "No picture: the newest answer held nothing to draw, or too much");
  },
});

Deno.test({
  name: "a picture that cannot be drawn leaves a sentence in its place until the next one comes",
  ignore,
  async fn() {
    let isBroken = true;
    const feed = new Feed([someSearch("orders")]);
    await using served = await serveFeed(feed, {
      draw: () =>
        isBroken
          ? Promise.reject(new LeexportError("Cannot draw: no"))
          : Promise.resolve(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 240"/>`),
    });
    await using opened = await openPage(served.url);
    const { page } = opened;
    await page.getByText("No picture: the newest answer could not be drawn").waitFor();
    equal(await page.getByRole("img", { name: "Latest answer" }).count(), 0);
    isBroken = false;
    feed.change([withDestination({ picture: 2 })]);
    await page.getByRole("img", { name: "Latest answer" }).waitFor();
    await page.getByText("No picture").waitFor({ state: "hidden" });
  },
});

Deno.test({
  name: "the place of a picture has its size and its ground before the picture comes",
  ignore,
  async fn() {
    const drawing = Promise.withResolvers<string>();
    await using served = await serveFeed(new Feed([someSearch("orders")]), {
      draw: () => drawing.promise,
    });
    await using opened = await openPage(served.url);
    const { page } = opened;
    const frame = page.locator(".frame");
    await frame.waitFor();
    const before = await frame.boundingBox();
    const ground = "getComputedStyle(document.querySelector('.frame')).backgroundColor";
    equal(await page.evaluate(ground), "rgb(244, 246, 248)");
    drawing.resolve(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 200"/>`);
    await page.evaluate(`document.querySelector(".frame img").decode()`);
    deepEqual(await frame.boundingBox(), before);
  },
});
