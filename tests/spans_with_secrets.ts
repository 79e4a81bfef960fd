/**
 * Makes spans that hold a secret, and an address, wherever a span can hold a text; its argument is the secret. They are
 * sent at the end of the process.
 *
 * @module
 */

import { Secret } from "../src/secret.ts";
import { openTracer } from "../src/span_guard.ts";

const tracer = openTracer();
if (tracer === undefined) throw new TypeError("nobody wants traces");
const secret = new Secret(Deno.args[0] ?? "").reveal();
const text = `${secret} at http://127.0.0.1/path-with-a-key?query-with-a-key`;
const attributes = { text, list: [text], "url.path": text };

const started = tracer.startSpan(`started ${text}`, { attributes });
const links = [{ context: started.spanContext(), attributes }];
started.setAttribute("later", text);
started.setAttributes(attributes);
started.setStatus({ code: 2, message: text });
started.addEvent(text, attributes);
started.recordException(new Error(text));
started.addLink({ context: started.spanContext(), attributes });
started.addLinks(links);
started.end();
tracer.startSpan("renamed", { links }).updateName(`renamed ${text}`).end();
tracer.startActiveSpan(`active ${text}`, (span) => span.end());
tracer.startActiveSpan(`active with attributes ${text}`, { attributes, links }, (span) => {
  span.end();
});
