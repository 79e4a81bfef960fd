import assert from "node:assert/strict";
import fc from "fast-check";
import { assertPayload, LONGEST_PAYLOAD } from "../../src/service_host/payload_text.ts";

function complaintAbout(text: string): string | undefined {
  try {
    assertPayload(text);
    return undefined;
  } catch (error) {
    assert(error instanceof TypeError);
    return error.message;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

Deno.test("whatever JSON can hold is a payload", () => {
  fc.assert(fc.property(fc.json({ depthSize: "large" }), (text) => {
    assert.equal(complaintAbout(text), undefined);
  }));
});

Deno.test("a text is a payload exactly if it is JSON", () => {
  const pieces = fc.constantFrom(...'[]{},:"\\ \n0-1.eEtrue'.split(""), "null", '"a"', "\ud800");
  fc.assert(fc.property(fc.string({ unit: pieces }), (text) => {
    assert.equal(complaintAbout(text), isJson(text) ? undefined : "a payload is not JSON");
  }));
});

/** Text that must not be counted: brackets, and quotes and backslashes in every order. */
const decoy = fc.string({
  unit: fc.constantFrom("[", "{", "]", "}", '"', "\\", "x"),
  minLength: 400,
});

Deno.test("a payload may be nested 500 levels deep and no deeper, whatever its texts hold", () => {
  const layers = fc.array(fc.tuple(fc.boolean(), decoy), { minLength: 1, maxLength: 10 });
  const depths = fc.constantFrom(1, 499, 500, 501, 900);
  fc.assert(
    fc.property(layers, depths, (layers, depth) => {
      let json = JSON.stringify(layers[0]?.[1]);
      for (let level = 0; level < depth; level++) {
        const [inArray, text] = layers[level % layers.length] ?? [true, ""];
        // One text is enough: with one on every level the property takes minutes.
        const beside = level < layers.length ? JSON.stringify(text) : "0";
        json = inArray ? `[${beside},${json}]` : `{${JSON.stringify(text)}:${json}}`;
      }
      const expected = depth > 500 ? "a payload is nested deeper than 500 levels" : undefined;
      assert.equal(complaintAbout(json), expected);
    }),
    { numRuns: 30 },
  );
});

Deno.test("many texts side by side are no nesting", () => {
  assert.equal(
    complaintAbout(JSON.stringify(Array.from({ length: 5000 }, () => ["[{"]))),
    undefined,
  );
});

Deno.test("a payload is refused for its size before it is looked at", () => {
  const message = "a payload is larger than 16 MiB";
  assert.equal(complaintAbout(" ".repeat(LONGEST_PAYLOAD + 1)), message);
  assert.equal(complaintAbout(`"${"x".repeat(LONGEST_PAYLOAD - 2)}"`), undefined);
});

Deno.test("a payload without end is refused, in a text and outside of one", () => {
  for (const text of ['["', '["\\"', "[".repeat(400)]) {
    assert.equal(complaintAbout(text + " ".repeat(1001)), "a payload is not JSON");
  }
});
