import assert from "node:assert/strict";
import fc from "fast-check";
import { parseIni } from "../../src/config/ini.ts";

type Node = string | readonly string[] | Tree;
type Tree = readonly (readonly [name: string, node: Node])[];

/** A writer of its own, so that the law does not rest on the reader. */
function write(tree: Tree, depth = 1): string {
  const isSection = (node: Node) => Array.isArray(node) && Array.isArray(node[0]);
  const keys = tree.filter(([, node]) => !isSection(node));
  const sections = tree.filter(([, node]) => isSection(node));
  const lines = keys.map(([name, node]) =>
    `${"  ".repeat(depth)}${quote(name)} = ${writeValue(node as string | readonly string[])}\n`
  );
  for (const [name, node] of sections) {
    const rest = (node as Tree).filter(([name]) => name !== MARK);
    lines.push("[".repeat(depth) + quote(name) + "]".repeat(depth) + "  # section\n");
    lines.push(write(rest, depth + 1));
  }
  return lines.join("");
}

function writeValue(value: string | readonly string[]): string {
  if (typeof value !== "string") {
    return value.length === 0 ? "," : `${value.map(quote).join(" , ")},`;
  }
  const triple = value.includes("'''") ? '"""' : "'''";
  if (value.includes("\n") || value.length % 3 === 0) return `${triple}${value}${triple} # ' " ,`;
  return /^\w[\w .=:;()[\]-]*\w$/.test(value) ? `${value} # ' " ,` : quote(value);
}

function quote(text: string): string {
  return text.includes('"') ? `'${text}'` : `"${text}"`;
}

function plain(tree: Tree): Record<string, unknown> {
  return Object.fromEntries(
    tree.filter(([name]) => name !== MARK).map(([name, node]) => [
      name,
      Array.isArray(node) && Array.isArray(node[0]) ? plain(node as Tree) : node,
    ]),
  );
}

/** Every generated section begins with this, so that it differs from an empty list. */
const MARK = "\u0000section";

const unit = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(..." ab=,#[]'\"%():\t;é€😀\u00a0") },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }) },
);
const line = fc.string({ unit, maxLength: 12 }).filter((text) =>
  !/[\r\n]/.test(text) && !(text.includes("'") && text.includes('"'))
);
const name = fc.oneof(
  line.filter((text) => /[a-z]/.test(text)),
  fc.constantFrom("__proto__", "constructor", "toString", "DEFAULT", "1"),
);
const text = fc.oneof(
  line,
  fc.array(line, { maxLength: 4 }).map((lines) => lines.join("\n")),
).filter((value) => !(value.includes("'''") || value.includes('"""')));
const value: fc.Arbitrary<Node> = fc.oneof(text, fc.array(line, { maxLength: 4 }));
const { tree } = fc.letrec<{ tree: Tree; section: Tree }>((tie) => ({
  section: tie("tree").map((members) => [[MARK, ""], ...members]),
  tree: fc.uniqueArray(
    fc.tuple(name, fc.oneof({ maxDepth: 3, depthSize: "small" }, value, tie("section"))),
    { selector: ([name]) => name, maxLength: 6 },
  ),
}));

Deno.test("parseIni() gives back every tree that was written", () => {
  fc.assert(
    fc.property(tree, (written) => {
      const read = parseIni(write(written), { interpolation: false }).toJSON();
      assert.deepEqual(read, plain(written));
    }),
    { numRuns: 1000 },
  );
});

Deno.test("parseIni() reads a file with CRLF and a byte order mark as one without", () => {
  fc.assert(
    fc.property(tree, (written) => {
      const text = write(written);
      const windows = "\ufeff" + text.replaceAll("\n", "\r\n");
      const options = { interpolation: false };
      assert.deepEqual(parseIni(windows, options).toJSON(), parseIni(text, options).toJSON());
    }),
  );
});

Deno.test("parseIni() names a line of the file, whatever the text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
      try {
        parseIni(text);
      } catch (error) {
        assert.ok(error instanceof Error && "line" in error && "column" in error);
        const { line, column } = error;
        assert.ok(Number(line) >= 1 && Number(line) <= text.split("\n").length);
        assert.ok(Number(column) >= 1);
      }
    }),
    { numRuns: 2000 },
  );
});
