/** One span, as a collector sees it. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Empty if it has none. */
  readonly parentSpanId: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** 2 = failed. */
  readonly status: { readonly code: number; readonly message: string };
}

/** A collector of traces that speaks OTLP over HTTP, with JSON. */
export interface OtlpReceiver extends AsyncDisposable {
  /** What a program needs in its environment to send its traces here. */
  readonly env: Readonly<Record<string, string>>;
  readonly spans: readonly ReceivedSpan[];
  /** Everything that was received, as it came: spans, logs and metrics. */
  readonly text: string;
}

interface SentSpan extends Omit<ReceivedSpan, "attributes"> {
  readonly attributes: readonly {
    readonly key: string;
    readonly value: { readonly stringValue?: string };
  }[];
}

/** Starts a collector on a free loopback port. */
export function startOtlpReceiver(): OtlpReceiver {
  const spans: ReceivedSpan[] = [];
  let text = "";
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const body = await request.text();
    text += body;
    if (new URL(request.url).pathname === "/v1/traces") spans.push(...spansOf(body));
    return Response.json({});
  });
  return {
    env: {
      OTEL_DENO: "true",
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${server.addr.port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    },
    spans,
    get text() {
      return text;
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

function spansOf(body: string): ReceivedSpan[] {
  const { resourceSpans }: {
    resourceSpans: { scopeSpans: { spans: SentSpan[] }[] }[];
  } = JSON.parse(body);
  return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans).flatMap(({ spans }) => spans)
    .map(({ attributes, ...span }) => ({
      ...span,
      attributes: Object.fromEntries(
        attributes.map(({ key, value }) => [key, value.stringValue ?? JSON.stringify(value)]),
      ),
    }));
}
