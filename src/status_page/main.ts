/**
 * The status page: what the daemon tells, drawn; and what somebody wants, sent to it. This file holds the state and
 * decides when to draw; how things look is in the `..._view.ts` files.
 *
 * @module
 */

import { nothing, render } from "lit-html";
import { act, type Outcome, savedToken, saveToken } from "./actions.ts";
import { actionsView } from "./actions_view.ts";
import { byId } from "./by_id.ts";
import { now, setClock, tick } from "./clock.ts";
import { listen } from "./connection.ts";
import { FocusKeeper } from "./focus_keeper.ts";
import { type Connection, headerView } from "./header_view.ts";
import { searchOf } from "./link.ts";
import { SearchList } from "./search_list.ts";
import { selectSearches, type Wanted } from "./selection.ts";
import { askForToken } from "./token_dialog.ts";
import { type TroubleGroup, troubleGroups } from "./trouble_groups.ts";
import { toldAtTop, troublesView } from "./trouble_view.ts";
import { changedView, type View, viewOf } from "./view.ts";
import { counted, countHealth, healthNews, verdict } from "./words.ts";

const parts = {
  header: byId("verdict", HTMLElement),
  troubles: byId("troubles", HTMLElement),
  actions: byId("actions", HTMLElement),
  filter: byId("filter", HTMLInputElement),
  onlyFailing: byId("only-failing", HTMLInputElement),
  shown: byId("shown", HTMLElement),
  news: byId("news", HTMLElement),
  notice: byId("notice", HTMLElement),
  icon: byId("icon", HTMLLinkElement),
};
const list = new SearchList(byId("searches", HTMLElement), { changed: drawSoon, act: actOnSearch });

let view: View | undefined;
let connection: Connection = { state: "connecting", newsAt: undefined };
/** A search to be shown with the next drawing. */
let awaited = searchOf(location.hash);
let frame: number | undefined;
let hasDrawn = false;

function drawSoon(): void {
  frame ??= requestAnimationFrame(() => {
    frame = undefined;
    if (view !== undefined) draw(view);
  });
}

function draw(current: View): void {
  if (awaited !== undefined) list.open(awaited);
  if (!hasDrawn) parts.header.replaceChildren();
  hasDrawn = true;
  render(headerView(current, connection), parts.header);
  const groups = troubleGroups(current);
  drawTroubles(groups);
  const token = savedToken();
  const mayAct = token !== undefined && current.program.actions === "with token";
  const focus = new FocusKeeper("#actions");
  render(actionsView({ program: current.program, token, actions: programActions }), parts.actions);
  focus.keep();
  const searches = selectSearches(current.searches.values(), wanted());
  list.draw(searches, { all: current.searches.size, mayAct, toldAtTop: toldAtTop(groups) });
  parts.shown.textContent = searches.length === current.searches.size
    ? counted(searches.length, "search", "searches")
    : `${searches.length} of ${counted(current.searches.size, "search", "searches")}`;
  drawTab(current);
  if (awaited !== undefined) list.show(awaited);
  awaited = undefined;
}

function drawTroubles(groups: readonly TroubleGroup[]): void {
  parts.troubles.hidden = groups.length === 0;
  render(groups.length === 0 ? nothing : troublesView(groups), parts.troubles);
}

function drawTab(current: View): void {
  const failing = countHealth(current.searches.values())["failing"] ?? 0;
  const bad = failing > 0 || current.program.health === "failing";
  document.title = `${verdict(current)} · leexport`;
  parts.icon.href = bad ? "/page/failing.svg" : "/page/icon.svg";
}

function wanted(): Wanted {
  return { text: parts.filter.value, which: parts.onlyFailing.checked ? "failing" : "all" };
}

function take(next: View): void {
  setClock(next.program.at);
  if (view !== undefined) tell(parts.news, healthNews(view, next));
  view = next;
  connection = { state: "live", newsAt: now() };
  drawSoon();
}

function tell(element: HTMLElement, sentence: string): void {
  if (sentence !== "") element.textContent = sentence;
}

const programActions = {
  askForToken: () => void enterToken(),
  forgetToken: () => {
    saveToken(undefined);
    drawSoon();
  },
  act: (path: "reload" | "retry") => void send(path),
};

function actOnSearch(search: string, action: string): void {
  void send(`searches/${encodeURIComponent(search)}/${action}`);
}

async function enterToken(why?: string): Promise<void> {
  const token = await askForToken(why);
  if (token !== undefined) saveToken(token);
  drawSoon();
}

async function send(path: string): Promise<void> {
  const token = savedToken();
  if (token === undefined) return await enterToken();
  // Otherwise the same sentence for a second time would go unnoticed.
  parts.notice.textContent = "";
  const outcome = await act(path, token);
  if (outcome.kind === "done") return notify(outcome.sentence, "done");
  if (outcome.kind === "failed") return notify(failureWords(outcome), "failed");
  saveToken(undefined);
  notify("The token was refused and is forgotten", "failed");
  await enterToken("The token was refused. It is status_token in the config.");
}

function failureWords({ message, hint }: Outcome & { readonly kind: "failed" }): string {
  return hint === undefined ? message : `${message}\nWhat to do: ${hint}`;
}

function notify(sentence: string, kind: "done" | "failed"): void {
  parts.notice.className = kind;
  tell(parts.notice, sentence);
}

listen({
  status: (status) => take(viewOf(status)),
  change: (change) => {
    if (view !== undefined) take(changedView(view, change));
  },
  lost: () => {
    connection = { ...connection, state: "lost" };
    drawSoon();
  },
});
parts.filter.addEventListener("input", drawSoon);
parts.onlyFailing.addEventListener("change", drawSoon);
addEventListener("hashchange", () => {
  awaited = searchOf(location.hash);
  if (awaited === undefined) return;
  parts.filter.value = "";
  parts.onlyFailing.checked = false;
  drawSoon();
});
setInterval(() => {
  if (!document.hidden) tick([parts.header, parts.troubles, ...list.inSight()]);
}, 1000);
