/// <reference no-default-lib="true" />
/// <reference lib="deno.worker" />
/**
 * The inside of a sandbox: loads one module and answers for it. What sends messages is taken from the global scope before
 * the module is loaded, which does not find it there any more.
 *
 * @module
 */

import { dropSpans } from "../span_guard.ts";
import { failureOf, type ModulePlace } from "./failure_of.ts";
import { loadModule } from "./load_module.ts";
import { readRequest, writeReply } from "./message_text.ts";
import type { ModuleToLoad, Reply, Request } from "./messages.ts";
import { consoleToLog, moduleLog } from "./module_log.ts";
import { ServedModule } from "./served_module.ts";
import type { ServiceClass } from "./service_class.ts";

dropSpans();
const post = self.postMessage.bind(self);
const say = (reply: Reply) => post(writeReply(reply));
const log = moduleLog(say);
let place: ModulePlace = { url: "", file: "" };
let served: Promise<ServedModule> | undefined;

function breakDown(error: unknown): void {
  let reply: Reply = {
    type: "broken",
    failure: { kind: "fault", message: "it threw an odd thing" },
  };
  try {
    reply = { type: "broken", failure: failureOf(error, place) };
  } finally {
    say(reply);
  }
}

async function load(module: ModuleToLoad): Promise<ServiceClass> {
  place = module;
  consoleToLog(log);
  return await loadModule(module);
}

async function describe(module: ModuleToLoad): Promise<void> {
  const { summary, keys, accepts, apiKey, pushLimit } = await load(module);
  say({ type: "described", description: { summary, keys, accepts, apiKey, pushLimit } });
}

async function start(
  { module, apiKey, pushDeadlineMs }: Extract<Request, { type: "start" }>,
): Promise<ServedModule> {
  const serviceClass = await load(module);
  say({ type: "started" });
  return new ServedModule({ serviceClass, place, apiKey, pushDeadlineMs, log });
}

async function answer(request: Request): Promise<void> {
  if (request.type === "describe") return await describe(request.module);
  if (request.type === "start") served = start(request);
  const server = await served;
  if (server === undefined || request.type === "start") return;
  if (request.type === "transform") return say(server.transform(request));
  if (request.type === "push") return say(await server.push(request));
  if (request.type === "forget") return await server.forget(request.destinationId);
  await server.close();
  say({ type: "closed" });
}

self.addEventListener("error", (event) => {
  event.preventDefault();
  breakDown(event.error);
});
self.addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  breakDown(event.reason);
});
self.addEventListener("message", ({ data }: MessageEvent<string>) => {
  answer(readRequest(data)).catch(breakDown);
});
