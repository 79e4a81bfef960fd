/// <reference no-default-lib="true" />
/// <reference lib="deno.worker" />
import { readQueryResponse } from "../../src/query_response.ts";
import { PushError, type Service, type ServiceInput } from "../../src/service.ts";
import { DummyService } from "../../src/services/dummy_service.ts";
import { GeckoboardService } from "../../src/services/geckoboard_service.ts";
import { HostedGraphiteService } from "../../src/services/hosted_graphite_service.ts";
import { KafkaService } from "../../src/services/kafka_service.ts";
import type { Reply, Request, Verdict } from "./sandbox.ts";

const instances = new Map<string, Service>();
const say = (reply: Reply): void => self.postMessage(reply);
const log = {
  debug: (line: string) => say({ type: "log", level: "debug", line }),
  info: (line: string) => say({ type: "log", level: "info", line }),
  warning: (line: string) => say({ type: "log", level: "warning", line }),
};

function make({ service, options, apiKey }: Request): Service {
  const input: ServiceInput<never> = JSON.parse(JSON.stringify({ destination: options, apiKey }));
  const logged = { ...input, log };
  switch (service) {
    case "dummy":
      return new DummyService(logged);
    case "geckoboard":
      return new GeckoboardService(logged);
    case "hosted_graphite":
      return new HostedGraphiteService(logged);
    case "kafka":
      return new KafkaService(logged);
  }
}

function instanceOf(request: Request): Service {
  const key = JSON.stringify([request.service, request.options, request.apiKey]);
  const made = instances.get(key) ?? make(request);
  instances.set(key, made);
  return made;
}

async function push(request: Request): Promise<Verdict> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), request.deadlineMs);
  try {
    const service = instanceOf(request);
    const payload = service.transform(readQueryResponse(request.body));
    if (payload === undefined) {
      return { outcome: "skipped", message: service.takeSkipped()?.reason ?? "" };
    }
    await service.push(payload, { id: request.deliveryId, signal: controller.signal });
    return { outcome: "accepted" };
  } catch (error) {
    return verdictOf(error);
  } finally {
    clearTimeout(timer);
  }
}

function verdictOf(error: unknown): Verdict {
  if (error instanceof PushError) {
    return { outcome: error.outcome, message: error.message, hint: error.hint };
  }
  return { outcome: "failed", message: String(error) };
}

async function answer(request: Request | "close"): Promise<void> {
  if (request === "close") {
    await Promise.all([...instances.values()].map((service) => service.close()));
    say({ type: "closed" });
  } else {
    say({ type: "pushed", call: request.call, verdict: await push(request) });
  }
}

self.addEventListener("message", ({ data }: MessageEvent<Request | "close">) => void answer(data));
