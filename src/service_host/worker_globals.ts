/**
 * What a user's module finds in its global scope: the language, the web platform, and of Deno only what reaches the
 * hosts and files that were granted. Everything else is taken away before the module is loaded. The permissions of the
 * Worker are the wall; this keeps a module from leaning against it: from ending or signalling the process, from prompting,
 * from writing to shared standard output, and from starting a nested Worker that has no import rules.
 *
 * @module
 */

/** A list of what stays, and not of what goes: a newer runtime may bring more. */
const KEPT = new Set(
  `Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Date Promise RegExp Error
  AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError SuppressedError globalThis JSON Math
  Intl Temporal ArrayBuffer SharedArrayBuffer Atomics Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array
  BigUint64Array BigInt64Array Uint8ClampedArray Float16Array Float32Array Float64Array DataView Map BigInt Set Iterator
  WeakMap WeakSet Proxy Reflect FinalizationRegistry WeakRef DisposableStack AsyncDisposableStack decodeURI
  decodeURIComponent encodeURI encodeURIComponent escape unescape eval isFinite isNaN console queueMicrotask
  AbortController AbortSignal Blob ByteLengthQueuingStrategy CountQueuingStrategy CloseEvent CompressionStream
  DecompressionStream CryptoKey Crypto SubtleCrypto crypto CustomEvent DOMException QuotaExceededError ErrorEvent Event
  EventTarget File FormData Headers MessageEvent PromiseRejectionEvent ProgressEvent Performance PerformanceEntry
  PerformanceMark PerformanceMeasure performance ReadableStream ReadableStreamDefaultReader
  ReadableStreamDefaultController ReadableByteStreamController ReadableStreamBYOBReader ReadableStreamBYOBRequest
  TransformStream TransformStreamDefaultController WritableStream WritableStreamDefaultWriter
  WritableStreamDefaultController Request Response TextDecoder TextEncoder TextDecoderStream TextEncoderStream URL
  URLPattern URLSearchParams WebSocket EventSource MessageChannel MessagePort atob btoa fetch clearInterval clearTimeout
  setInterval setTimeout setImmediate clearImmediate Buffer structuredClone reportError WebAssembly self`
    .split(/\s+/),
);

/**
 * Takes away every global that a user's module has no use for, and puts a small `Deno` in the place of the real one.
 * Cannot be undone.
 */
export function bareGlobals(): void {
  const small = smallDeno();
  for (const key of Reflect.ownKeys(globalThis)) {
    if (typeof key === "string" && !KEPT.has(key)) Reflect.deleteProperty(globalThis, key);
  }
  Object.defineProperty(globalThis, "Deno", { value: small, writable: false });
}

/** Arguments are picked apart, so that no option of the runtime that is not meant can be reached. */
function smallDeno(): object {
  const { connect, connectTls, createHttpClient, errors, readFile, readTextFile } = Deno;
  return Object.freeze({
    connect: ({ hostname = "127.0.0.1", port, signal }: Deno.ConnectOptions) =>
      connect({ hostname: String(hostname), port: Number(port), ...optional({ signal }) }),
    connectTls: ({ hostname = "127.0.0.1", port, ...tls }: Deno.ConnectTlsOptions) =>
      connectTls({
        hostname: String(hostname),
        port: Number(port),
        ...optional({ caCerts: tls.caCerts, alpnProtocols: tls.alpnProtocols }),
      }),
    createHttpClient: ({ caCerts, poolMaxIdlePerHost }: Deno.CreateHttpClientOptions = {}) =>
      createHttpClient(optional({ caCerts, poolMaxIdlePerHost })),
    readFile: (path: string) => readFile(String(path)),
    readTextFile: (path: string) => readTextFile(String(path)),
    errors,
  });
}

type Defined<Options> = { [Name in keyof Options]?: NonNullable<Options[Name]> };

function optional<Options extends object>(options: Options): Defined<Options> {
  const defined: Defined<Options> = {};
  for (const name of Object.keys(options) as (keyof Options)[]) {
    const value = options[name];
    if (value !== undefined && value !== null) defined[name] = value;
  }
  return defined;
}
