/**
 * Deno makes spans of its own for every `fetch`, with the whole address, and many a `push_url` is itself a secret. So
 * spans are changed before the first is made: outside workers, they keep of an address nothing but its origin; inside,
 * where secrets are not known by name, none is sent at all.
 *
 * @module
 */

import type {
  Attributes,
  AttributeValue,
  Span,
  SpanOptions,
  SpanStatus,
  Tracer,
  TracerProvider,
} from "@opentelemetry/api";
import { redact } from "./secret.ts";
import { VERSION } from "./version.ts";

/** Where Deno keeps what it has for OpenTelemetry, if `OTEL_DENO` switched that on. */
const API = Symbol.for("opentelemetry.js.api.1");
const WITHHELD: ReadonlySet<string> = new Set(["url.path", "url.query"]);
const ADDRESS_REGEXP = /\bhttps?:\/\/[^\s"'()<>]+/g;

/** Gives what makes spans without secrets; `undefined` if nobody wants traces. Changes all spans of this thread. */
export function openTracer(): Tracer | undefined {
  const tracer = findTracer();
  if (tracer !== undefined) {
    guardSpans(spanPrototypeOf(tracer));
    guardTracers(Object.getPrototypeOf(tracer));
  }
  return tracer;
}

/** Has no span of this thread sent. */
export function dropSpans(): void {
  const tracer = findTracer();
  if (tracer !== undefined) spanPrototypeOf(tracer).end = () => {};
}

function findTracer(): Tracer | undefined {
  const api: { readonly trace?: TracerProvider } | undefined = Reflect.get(globalThis, API);
  return api?.trace?.getTracer("leexport", VERSION);
}

function spanPrototypeOf(tracer: Tracer): Span {
  return Object.getPrototypeOf(tracer.startSpan("never ended, so never sent"));
}

function guardSpans(prototype: Span): void {
  const { setAttribute, setStatus, updateName } = prototype;
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
  prototype.updateName = function (this: Span, name: string) {
    return updateName.call(this, withoutAddresses(name));
  };
  withholdEvents(prototype);
}

/** Nothing here tells events or links; what another version of Deno may put there, stacks for instance, nobody knows. */
function withholdEvents(prototype: Span): void {
  prototype.recordException = () => {};
  prototype.addEvent = prototype.addLink = prototype.addLinks = function (this: Span) {
    return this;
  };
}

/** Whether a span's first attributes go through its own methods is up to Deno. */
function guardTracers(prototype: Tracer): void {
  for (const method of ["startSpan", "startActiveSpan"] as const) {
    const start = prototype[method];
    const guarded = function (this: Tracer, name: string, ...rest: readonly unknown[]) {
      const [options, ...others] = rest;
      const safe = isOptions(options) ? withoutSecrets(options) : options;
      return Reflect.apply(start, this, [withoutAddresses(name), safe, ...others]);
    };
    Reflect.set(prototype, method, guarded);
  }
}

function isOptions(value: unknown): value is SpanOptions {
  return typeof value === "object" && value !== null;
}

function withoutSecrets({ attributes = {}, links: _, ...options }: SpanOptions): SpanOptions {
  const safe: Attributes = {};
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && !WITHHELD.has(key)) safe[key] = withoutSecret(value);
  }
  return { ...options, attributes: safe };
}

/** A list becomes one text. */
function withoutSecret(value: AttributeValue): AttributeValue {
  if (Array.isArray(value)) return withoutAddresses(value.join(", "));
  return typeof value === "string" ? withoutAddresses(value) : value;
}

function withoutAddresses(text: string): string {
  return redact(text.replaceAll(ADDRESS_REGEXP, (address) => {
    const url = URL.parse(address);
    return url === null ? "[address]" : url.origin;
  }));
}
