/**
 * The HTTP side of the status: the page, the document and its changes, pictures, actions, metrics, and whether the program
 * is well. Everybody who reaches it may read; only who has the token may act.
 *
 * @module
 */

import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { StatusConfig } from "../config/config.ts";
import { getLog } from "../log.ts";
import { SEARCH_ACTIONS } from "../status/search_action.ts";
import type { Controls, StatusSource } from "../status/source.ts";
import { actOnSearch, answerWith } from "./actions.ts";
import { addAnswerHeaders } from "./answer_headers.ts";
import { answerAsset } from "./answer_asset.ts";
import { Assets } from "./assets.ts";
import { calledHost, refusalOfHost } from "./called_host.ts";
import { answerEvents } from "./events.ts";
import { LiveUpdates } from "./live_updates.ts";
import { refusalToAct } from "./may_act.ts";
import { metricsTypeFor } from "./metrics_type.ts";
import { nothingThere, refusalOfMethod } from "./not_served.ts";
import { type DrawPicture, PictureAnswers } from "./picture_answers.ts";
import { refuse } from "./refusal.ts";
import { json, text } from "./write_answer.ts";
import { WrongTokens } from "./wrong_tokens.ts";

const MOST_BODY = 1024;
const NOT_READY = "Cannot call leexport ready: it has no config yet, or it is stopping";

/** What is served. */
export interface StatusAppOptions {
  readonly source: StatusSource;
  readonly controls: Controls;
  readonly draw: DrawPicture;
  /** Writes the metrics as OpenMetrics. */
  readonly metrics: () => Promise<string>;
  /** The newest config. */
  readonly config: () => StatusConfig;
  /** Whether searches are scheduled, and nothing has asked for the end yet. */
  readonly ready: () => boolean;
  /** Default `tcp`. A unix socket is reached by who may open it, under any name. */
  readonly reachedBy?: "tcp" | "unix";
  /** Unix milliseconds; default the clock. */
  readonly now?: () => number;
}

/** Answers requests. */
export interface StatusApp {
  answer(request: Request): Promise<Response>;
  /** Ends the events of open pages, which would otherwise never end. */
  end(): void;
}

const log = getLog("status");

/** Makes what answers requests; nothing happens until one comes. */
export function createStatusApp(options: StatusAppOptions): StatusApp {
  const live = new LiveUpdates(options.source, options.now ?? Date.now);
  const app = new Hono();
  guard(app, options);
  servePage(app);
  serveStatus(app, { options, live });
  serveActions(app, options);
  serveWellBeing(app, options);
  app.notFound(({ req }) => refuse(nothingThere(req.raw)));
  app.onError((error, { req }) => {
    log.error(`Cannot answer ${req.method} ${req.path}: ${error.message}`);
    return refuse({ status: 500, error: "Cannot answer: leexport has a fault; its log says more" });
  });
  return {
    async answer(request) {
      const response = await app.fetch(request);
      addAnswerHeaders(response.headers);
      return response;
    },
    end: () => live.end(),
  };
}

function guard(app: Hono, { config, reachedBy = "tcp" }: StatusAppOptions): void {
  app.use(async ({ req }, next) => {
    const refusal = refusalOfMethod(req.raw) ??
      (reachedBy === "tcp" ? refusalOfHost(calledHost(req.raw), config().hosts) : undefined);
    if (refusal !== undefined) return refuse(refusal);
    await next();
  });
}

function servePage(app: Hono): void {
  const assets = new Assets();
  app.get("/", ({ req }) => answerAsset(req.raw, { name: "index.html", assets }));
  app.get("/page/*", ({ req }) => {
    return answerAsset(req.raw, { name: req.path.slice("/page/".length), assets });
  });
}

function serveStatus(
  app: Hono,
  { options, live }: { readonly options: StatusAppOptions; readonly live: LiveUpdates },
): void {
  const { source, draw } = options;
  const pictures = new PictureAnswers({ source, draw });
  app.get("/api/status", () => json(source.status()));
  app.get("/api/events", ({ req }) => answerEvents(req.raw, live));
  app.get("/api/pictures/:search/:destination", ({ req }) => {
    const { search, destination } = req.param();
    return pictures.answer(req.raw, { search, destination, scheme: req.query("scheme") });
  });
}

function serveActions(app: Hono, options: StatusAppOptions): void {
  const { controls, config, now = Date.now } = options;
  const wrongTokens = new WrongTokens();
  const onError = () => {
    return refuse({
      status: 413,
      error: `Cannot act: the request holds more than ${MOST_BODY} bytes`,
    });
  };
  app.post("*", bodyLimit({ maxSize: MOST_BODY, onError }), async ({ req }, next) => {
    const refusal = refusalToAct(req.raw, { token: config().token, wrongTokens, now: now() });
    if (refusal !== undefined) return refuse(refusal);
    await next();
  });
  app.post("/api/reload", () => answerWith(() => controls.reload()));
  app.post("/api/retry", () => answerWith(() => controls.retry(undefined)));
  for (const action of SEARCH_ACTIONS) {
    app.post(`/api/searches/:search/${action}`, ({ req }) => {
      return actOnSearch({ action, search: req.param("search") }, controls);
    });
  }
}

function serveWellBeing(app: Hono, { metrics, ready }: StatusAppOptions): void {
  app.get("/metrics", async ({ req }) => {
    const contentType = metricsTypeFor(req.header("accept"));
    return text(await metrics(), { headers: { "content-type": contentType } });
  });
  app.get("/healthz", () => text("ok\n"));
  app.get("/readyz", () => ready() ? text("ok\n") : text(`${NOT_READY}\n`, { status: 503 }));
}
