import assert from "node:assert/strict";
import { DELIVERY, fileText, readText } from "./read_text.ts";

const { outboxLimit } = DELIVERY;

const KEPT: readonly (readonly [line: string, delivery: object])[] = [
  ["", DELIVERY],
  ["on_unknown = repeat", DELIVERY],
  ["on_unknown = drop", { ...DELIVERY, onUnknown: "drop" }],
  ["expire_after = 3600", { ...DELIVERY, expireAfterSeconds: 3600 }],
  ["outbox_limit = 1", { ...DELIVERY, outboxLimit: { ...outboxLimit, payloads: 1 } }],
  ["outbox_limit_mib = 2", { ...DELIVERY, outboxLimit: { ...outboxLimit, bytes: 2_097_152 } }],
  ["outbox_full = wait", DELIVERY],
  [
    "outbox_full = drop_oldest",
    { ...DELIVERY, outboxLimit: { ...outboxLimit, whenFull: "drop_oldest" } },
  ],
];

for (const [line, delivery] of KEPT) {
  Deno.test(`a destination with "${line}" says what becomes of its payloads`, async () => {
    const { config, shown } = await readText(fileText(`service = dummy\n${line}`));
    assert.deepEqual(shown, []);
    const { onUnknown, expireAfterSeconds, outboxLimit } = config!.searches[0]!.destinations[0]!;
    assert.deepEqual({ onUnknown, expireAfterSeconds, outboxLimit }, delivery);
  });
}

for (const line of ["expire_after = 0", "outbox_limit = 0", "outbox_limit_mib = 0"]) {
  Deno.test(`a destination with "${line}" is refused`, async () => {
    const { config, problems } = await readText(fileText(`service = dummy\n${line}`));
    const [name] = line.split(" ");
    assert.deepEqual(problems.map(({ message }) => message), [
      `Cannot read ${name} of [[[destination]]] of search "errors": "0" is below 1`,
    ]);
    assert.equal(config, undefined);
  });
}
