/**
 * Deno makes spans of its own for every `fetch`, with the whole address, and many a `push_url` is itself a secret. So
 * spans are changed before the first is made: outside workers, they keep of an address nothing but its origin; inside,
 * where secrets are not known by name, none is sent at all.
 *
 * @module
 */

import type { AttributeValue, Span, SpanStatus, Tracer, TracerProvider } from "@opentelemetry/api";
import { redact } from "./secret.ts";
import { VERSION } from "./version.ts";

/** Where Deno keeps what it has for OpenTelemetry, if `OTEL_DENO` switched that on. */
const API = Symbol.for("opentelemetry.js.api.1");
const WITHHELD: ReadonlySet<string> = new Set(["url.path", "url.query"]);
const ADDRESS_REGEXP = /\bhttps?:\/\/[^\s"'()<>]+/g;

/** Gives what makes spans without secrets; `undefined` if nobody wants traces. Changes all spans of this thread. */
export function openTracer(): Tracer | undefined {
  const tracer = findTracer();
  if (tracer !== undefined) guard(prototypeOf(tracer));
  return tracer;
}

/** Has no span of this thread sent. */
export function dropSpans(): void {
  const tracer = findTracer();
  if (tracer !== undefined) prototypeOf(tracer).end = () => {};
}

function findTracer(): Tracer | undefined {
  const api: { readonly trace?: TracerProvider } | undefined = Reflect.get(globalThis, API);
  return api?.trace?.getTracer("leexport", VERSION);
}

function prototypeOf(tracer: Tracer): Span {
  return Object.getPrototypeOf(tracer.startSpan("never ended, so never sent"));
}

function guard(prototype: Span): void {
  const { setAttribute, setStatus } = prototype;
  prototype.setAttribute = function (this: Span, key: string, value: AttributeValue) {
    return WITHHELD.has(key) ? this : setAttribute.call(this, key, withoutSecret(value));
  };
  prototype.setAttributes = function (this: Span, attributes) {
    for (const [key, value] of Object.entries(attributes)) {
      if (value !== undefined) this.setAttribute(key, value);
    }
    return this;
  };
  prototype.setStatus = function (this: Span, { code, message = "" }: SpanStatus) {
    return setStatus.call(this, { code, message: withoutAddresses(message) });
  };
}

function withoutSecret(value: AttributeValue): AttributeValue {
  return typeof value === "string" ? withoutAddresses(value) : value;
}

function withoutAddresses(text: string): string {
  return redact(text.replaceAll(ADDRESS_REGEXP, (address) => {
    const url = URL.parse(address);
    return url === null ? "[address]" : url.origin;
  }));
}
