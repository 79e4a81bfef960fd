import assert from "node:assert/strict";
import { parseCidr } from "../../src/leql/cidr.ts";
import { compareQuantities, parseQuantity } from "../../src/leql/quantity.ts";

const QUANTITIES: readonly (readonly [text: string, ...parts: (number | string | undefined)[]])[] =
  [
    ["42", 42, undefined, 42],
    ["-1e-03", -0.001, undefined, -0.001],
    [".5", 0.5, undefined, 0.5],
    ["25ms", 25, "time", 25],
    ["1.5 s", 1.5, "time", 1500],
    ["2h", 2, "time", 7_200_000],
    ["10KB", 10, "size", 10_000],
    ["10KiB", 10, "size", 10_240],
    ["99%", 99, "%", 99],
    ["3 apples", 3, "apples", 3],
  ];
for (const [text, number, dimension, base] of QUANTITIES) {
  Deno.test(`parseQuantity() reads "${text}"`, () => {
    assert.deepEqual(parseQuantity(text), { number, dimension, base });
  });
}

for (const text of ["", "abc", "1.2.3", "0x10", "10.0.0.1", "1e999", "12 o'clock", "-"]) {
  Deno.test(`parseQuantity() finds no number in "${text}"`, () => {
    assert.equal(parseQuantity(text), undefined);
  });
}

Deno.test("compareQuantities() converts units, and compares what is written where one has none", () => {
  const compare = (a: string, b: string) => {
    const [left, right] = [parseQuantity(a), parseQuantity(b)];
    assert.ok(left !== undefined && right !== undefined);
    const difference = compareQuantities(left, right);
    return difference === undefined ? undefined : Math.sign(difference);
  };
  assert.equal(compare("2s", "1999ms"), 1);
  assert.equal(compare("1KiB", "1024B"), 0);
  assert.equal(compare("25ms", "20"), 1);
  assert.equal(compare("1s", "1MB"), undefined);
});

const NETWORKS: readonly (readonly [network: string, address: string, contained: boolean])[] = [
  ["10.0.0.0/8", "10.255.0.1", true],
  ["10.0.0.0/8", "11.0.0.0", false],
  ["192.168.1.0/31", "192.168.1.1", true],
  ["192.168.1.0/31", "192.168.1.2", false],
  ["192.168.1.7", "192.168.1.7", true],
  ["0.0.0.0/0", "255.255.255.255", true],
  ["10.0.0.0/8", "10.0.0.256", false],
  ["10.0.0.0/8", "not an address", false],
  ["fe80::/10", "fe80::1", true],
  ["fe80::/10", "2001:db8::1", false],
  ["::1", "0:0:0:0:0:0:0:1", true],
  ["10.0.0.0/8", "::1", false],
];
for (const [network, address, contained] of NETWORKS) {
  Deno.test(`${network} ${contained ? "contains" : "does not contain"} ${address}`, () => {
    assert.equal(parseCidr(network)?.(address), contained);
  });
}

for (const text of ["", "10.0.0/8", "10.0.0.0/33", "a.b.c.d/8", "1:2:3", "::1::2", "fe80::/129"]) {
  Deno.test(`parseCidr() refuses "${text}"`, () => {
    assert.equal(parseCidr(text), undefined);
  });
}
