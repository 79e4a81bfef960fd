import type { NewServiceNames } from "./name_service.ts";
import { LINE_WIDTH } from "./service_text.ts";

/** Writes the test of a new service. */
export function testText({ className, file }: NewServiceNames): string {
  return `import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  groupsAnswer,
  type OpenedService,
  openService,
  refuse,
  seriesAnswer,
  startReceiver,
} from "leexport/testing";
${importLine(className, file)}

/** Opens the service with what the config would hold: the keys of a destination, and the api_key. */
function openFor(url: string): OpenedService {
  return openService(${className}, {
    destination: { push_url: \`\${url}/values\` },
    apiKey: "key-of-the-test",
  });
}

Deno.test("the total of an answer is posted with the key", async () => {
  await using receiver = startReceiver();
  await using service = openFor(receiver.url);
  const answer = seriesAnswer([30, 12], { from: Date.UTC(2026, 10, 1, 11) });
  deepStrictEqual(await service.run(answer), { outcome: "accepted" });
  const [request] = receiver.requests;
  strictEqual(request?.path, "/values");
  strictEqual(request.headers.get("authorization"), "Bearer key-of-the-test");
  deepStrictEqual(JSON.parse(request.body), { value: 42, until: "2026-11-01T12:00:00.000Z" });
});

Deno.test("an answer with groups is skipped", async () => {
  await using service = openFor("http://127.0.0.1:1");
  const answer = groupsAnswer([["web-1", 30], ["web-2", 12]]);
  deepStrictEqual(service.transform(answer), {
    outcome: "skipped",
    reason: "The answer has no total",
  });
});

Deno.test("a receiver that is busy gets the payload later", async () => {
  await using receiver = startReceiver({ answer: () => refuse(429, { retryAfterSeconds: 30 }) });
  await using service = openFor(receiver.url);
  const result = await service.run(seriesAnswer([1]));
  deepStrictEqual(result, {
    outcome: "retry",
    reason: \`\${receiver.host} answered 429\`,
    retryAfterMs: 30_000,
  });
});
`;
}

function importLine(className: string, file: string): string {
  const line = `import { ${className} } from "./${file}";`;
  if (line.length <= LINE_WIDTH) return line;
  return `import {\n  ${className},\n} from "./${file}";`;
}
