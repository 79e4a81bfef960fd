import { deepEqual, equal, ok } from "node:assert/strict";
import type { Page } from "playwright-core";
import { LeexportError } from "../../src/errors.ts";
import { missingForChromium } from "../servers/chromium.ts";
import { isMissing } from "../servers/requirement.ts";
import { Feed } from "./feed.ts";
import { loseServer } from "./lose_server.ts";
import { openPage, seeText } from "./open_page.ts";
import { serveFeed, TOKEN } from "./serve_feed.ts";
import { someDestination, someSearch } from "./some_status.ts";

const ignore = isMissing(await missingForChromium());

async function enterToken(page: Page, token: string): Promise<void> {
  await page.getByRole("button", { name: "Enter token to act …" }).click();
  await page.getByLabel("Token", { exact: true }).fill(token);
  await page.getByRole("button", { name: "Use token" }).click();
}

Deno.test({
  name: "without a token there is no button to act, and a request that acts is refused",
  ignore,
  async fn() {
    await using served = await serveFeed(new Feed([someSearch("errors")]));
    await using opened = await openPage(served.url);
    const { page } = opened;
    await seeText(page, "The search is well");
    equal(await page.getByRole("button", { name: "Run now" }).count(), 0);
    equal(await page.getByRole("button", { name: "Reload config" }).count(), 0);
    const status = `fetch("/api/searches/errors/run", { method: "POST" }).then((r) => r.status)`;
    equal(await page.evaluate(status), 401);
    deepEqual(served.asked, []);
  },
});

Deno.test({
  name: "with the token everything can be done, and the page says what was done",
  ignore,
  async fn() {
    const search = someSearch("a/b errors", { destinations: [someDestination({ rejected: 2 })] });
    const feed = new Feed([search]);
    await using served = await serveFeed(feed);
    await using opened = await openPage(served.url);
    const { page, complaints } = opened;
    const notice = page.locator("#notice");
    await enterToken(page, TOKEN);
    await page.getByRole("button", { name: "Run now" }).click();
    await notice.getByText('Search "a/b errors" runs now').waitFor();
    await page.getByRole("button", { name: "Retry 2 rejected payloads" }).click();
    await notice.getByText("1 rejected payload is pushed again").waitFor();
    await page.getByRole("button", { name: "Pause" }).click();
    await notice.getByText('Search "a/b errors" is paused').waitFor();
    feed.change([{ ...search, state: "paused", health: "paused", pausedAt: Date.now() }]);
    await page.getByRole("button", { name: "Resume" }).click();
    await notice.getByText('Search "a/b errors" goes on').waitFor();
    await page.getByRole("button", { name: "Reload config" }).click();
    await notice.getByText("The config was read again").waitFor();
    await page.getByRole("button", { name: "Retry all rejected" }).click();
    await notice.getByText("1 rejected payload is pushed again").waitFor();
    deepEqual(served.asked, [
      "run a/b errors",
      "retry a/b errors",
      "pause a/b errors",
      "resume a/b errors",
      "reload",
      "retry all",
    ]);
    deepEqual(complaints, []);
  },
});

Deno.test({
  name: "the token is nowhere in the page, stays for the tab, and can be forgotten",
  ignore,
  async fn() {
    await using served = await serveFeed(new Feed([someSearch("errors")]));
    await using opened = await openPage(served.url);
    const { page } = opened;
    await enterToken(page, TOKEN);
    await page.getByRole("button", { name: "Run now" }).waitFor();
    equal((await page.content()).includes(TOKEN), false);
    equal(await page.getByLabel("Token", { exact: true }).inputValue(), "");
    deepEqual(await page.evaluate("[localStorage.length, document.cookie]"), [0, ""]);
    await page.reload();
    await page.getByRole("button", { name: "Forget token" }).click();
    await page.getByRole("button", { name: "Enter token to act …" }).waitFor();
    equal(await page.evaluate("sessionStorage.length"), 0);
  },
});

Deno.test({
  name: "a wrong token is refused, forgotten, and asked for again",
  ignore,
  async fn() {
    await using served = await serveFeed(new Feed([someSearch("errors")]));
    await using opened = await openPage(served.url);
    const { page } = opened;
    await enterToken(page, "a-token-that-is-wrong");
    await page.getByRole("button", { name: "Run now" }).click();
    await page.getByRole("dialog").getByText("The token was refused").waitFor();
    equal(await page.evaluate("sessionStorage.length"), 0);
    await page.getByLabel("Token", { exact: true }).fill(TOKEN);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Run now" }).click();
    await page.getByText('Search "errors" runs now').waitFor();
    deepEqual(served.asked, ["run errors"]);
  },
});

Deno.test({
  name: "without a token in the config the page says which key to add",
  ignore,
  async fn() {
    await using served = await serveFeed(new Feed([someSearch("errors")], { actions: "none" }));
    await using opened = await openPage(served.url);
    const { page } = opened;
    await seeText(page, "Only to look at");
    const words = await page.locator("#actions").innerText();
    equal(words, "Only to look at: to act from here, add status_token to [Leexport] in config.ini");
    equal(await page.locator("#actions button").count(), 0);
  },
});

Deno.test({
  name: "an action that failed says why, and what to do",
  ignore,
  async fn() {
    const feed = new Feed([someSearch("errors")]);
    await using opened = await loseServer(feed, async (page) => {
      await enterToken(page, TOKEN);
      await page.getByRole("button", { name: "Run now" }).waitFor();
    });
    await opened.page.getByRole("button", { name: "Run now" }).click();
    await opened.page.getByText("Cannot reach leexport: it did not answer").waitFor();
    ok(await opened.page.getByText("leexport status").count() > 0);
  },
});

for (const action of ["Run now", "Pause", "Retry 2 rejected payloads", "Reload config"]) {
  Deno.test({
    name: `a refusal of "${action}" is shown in the words of the server, where it can be seen`,
    ignore,
    async fn() {
      const search = (name: string) =>
        someSearch(name, { destinations: [someDestination({ rejected: 2 })] });
      const refusal = new LeexportError("Cannot do it: it is done", { hint: "wait a moment" });
      const feed = new Feed(["a", "b", "c", "d", "e", "f"].map(search));
      await using served = await serveFeed(feed, { refusal });
      await using opened = await openPage(served.url);
      const { page } = opened;
      await enterToken(page, TOKEN);
      await page.getByRole("button", { name: action }).last().click();
      const notice = page.locator("#notice.failed");
      await notice.getByText("Cannot do it: it is done").waitFor();
      equal(await notice.innerText(), "Cannot do it: it is done\nWhat to do: wait a moment");
      const { y, height } = (await notice.boundingBox())!;
      ok(y >= 0 && y + height <= 800, `at ${y}`);
      await page.locator("button:focus", { hasText: action }).waitFor();
    },
  });
}

Deno.test({
  name: "the focus goes on to a button nearby when the one that had it has done its work",
  ignore,
  async fn() {
    const search = someSearch("errors", { destinations: [someDestination({ rejected: 2 })] });
    const feed = new Feed([search]);
    await using served = await serveFeed(feed);
    await using opened = await openPage(served.url);
    const { page } = opened;
    const focused = (text: string) => page.locator("button:focus", { hasText: text }).waitFor();
    await enterToken(page, TOKEN);
    await focused("Reload config");
    await page.getByRole("button", { name: "Retry 2 rejected payloads" }).click();
    feed.change([someSearch("errors")]);
    await focused("Run now");
    await page.getByRole("button", { name: "Pause" }).click();
    feed.change([
      someSearch("errors", { state: "paused", health: "paused", pausedAt: Date.now() }),
    ]);
    await focused("Resume");
    await page.getByRole("button", { name: "Forget token" }).click();
    await focused("Enter token to act …");
  },
});
