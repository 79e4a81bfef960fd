import { deepEqual, equal, match } from "node:assert/strict";
import { missingForChromium } from "../servers/chromium.ts";
import { isMissing } from "../servers/requirement.ts";
import { SECRETS, startDemoDaemon, TOKEN } from "./demo_daemon.ts";
import { openPage, seeText } from "./open_page.ts";

const ignore = isMissing(await missingForChromium());

/** Resolves once every picture is drawn, with how many there are; a new answer may replace one at any time. */
const ALL_DRAWN = `new Promise((resolve) => {
  const look = () => {
    const images = [...document.querySelectorAll("#searches img")];
    for (const image of images) image.loading = "eager";
    if (images.every(({ naturalWidth }) => naturalWidth > 0)) resolve(images.length);
    else requestAnimationFrame(look);
  };
  look();
})`;

Deno.test({
  name: "the page of the running demo draws every answer, and shows a destination that fails",
  ignore,
  async fn() {
    await using daemon = await startDemoDaemon();
    await using opened = await openPage(daemon.url);
    const { page, complaints } = opened;
    await seeText(page, "All 5 searches are well");
    await page.locator("#searches li:nth-of-type(5) img").waitFor();
    equal(await page.evaluate(ALL_DRAWN), 6);
    daemon.breakPath("/v1/send/orders");
    await seeText(page, "1 of 5 searches fails");
    const trouble = await page.locator("#troubles").innerText();
    match(trouble, /Cannot push to geckoboard: .*503/);
    match(trouble, /What to do: \S+/);
    match(trouble, /Since \d\d:\d\d:\d\d/);
    match(trouble, /Search Orders in the last hour$/);
    equal(await page.locator("#searches h3").first().innerText(), "Orders in the last hour");
    daemon.breakPath(undefined);
    await seeText(page, "All 5 searches are well");
    const content = await page.content();
    const shown = [...Object.values(SECRETS), TOKEN].filter((secret) => content.includes(secret));
    deepEqual(shown, []);
    deepEqual(complaints, []);
  },
});

Deno.test({
  name:
    "a search of the running demo is run, paused and resumed from the page, and the config reloaded",
  ignore,
  async fn() {
    await using daemon = await startDemoDaemon();
    await using opened = await openPage(`${daemon.url}#search=Server%20errors`);
    const { page, complaints } = opened;
    await page.getByRole("button", { name: "Enter token to act …" }).click();
    await page.getByLabel("Token", { exact: true }).fill(TOKEN);
    await page.keyboard.press("Enter");
    const notice = page.locator("#notice.done");
    await page.getByRole("button", { name: "Run now: Server errors" }).click();
    await notice.getByText('search "Server errors" runs now').waitFor();
    await page.getByRole("button", { name: "Pause: Server errors" }).click();
    await notice.getByText('search "Server errors" is paused').waitFor();
    await page.getByRole("button", { name: "Resume: Server errors" }).click();
    await notice.getByText('search "Server errors" goes on').waitFor();
    await page.getByRole("button", { name: "Retry all rejected" }).click();
    // At this moment a payload may be on its way.
    await notice.getByText(/^(?:nothing waits and nothing is kept rejected|tries at once)/)
      .waitFor();
    await page.getByRole("button", { name: "Reload config" }).click();
    await notice.getByText(/config/).waitFor();
    await page.getByRole("button", { name: "Pause: Server errors" }).waitFor();
    deepEqual(complaints, []);
  },
});
