import assert from "node:assert/strict";
import { IniError, parseIni } from "../../src/config/ini.ts";
import { readIni } from "../../src/config/ini/read_ini.ts";
import { positionIn } from "../../src/config/ini/section.ts";

const READ: readonly (readonly [what: string, text: string, tree: unknown])[] = [
  ["an empty file", "", {}],
  ["a key", "a = 1", { a: "1" }],
  ["a key without blanks around =", "a=1", { a: "1" }],
  ["an empty value", "a =", { a: "" }],
  ["an empty value with a comment", "a = # none", { a: "" }],
  ["only the first = as the divider", "a = b = c", { a: "b = c" }],
  ["a name with blanks", "a b = c", { "a b": "c" }],
  ["a quoted name that holds =", `"a = b" = c`, { "a = b": "c" }],
  ["sections nested by their brackets", "[a]\n[[b]]\n[[[c]]]\nx = 1\n[d]\n[[e]]\n", {
    a: { b: { c: { x: "1" } } },
    d: { e: {} },
  }],
  ["indentation and comments as decoration", "# top\n  [a]   # why\n    x = 1 # one\n\n  # end", {
    a: { x: "1" },
  }],
  ["blanks between brackets", "[ a ]\n[ [ b ] ]", { a: { b: {} } }],
  ["quoted section names", `["a]"]\n[['b #']]`, { "a]": { "b #": {} } }],
  ["a section whose name ends in a bracket", "[a]b]", { "a]b": {} }],
  ["a section named [", "[[]", { "[": {} }],
  ["a list", "a = b, c", { a: ["b", "c"] }],
  ["a list of one", "a = b,", { a: ["b"] }],
  ["an empty list", "a = ,", { a: [] }],
  ["quoted items that hold commas", `a = "b, c", 'd'`, { a: ["b, c", "d"] }],
  ["a quoted value that holds a comma", `a = "b, c"`, { a: "b, c" }],
  ["a quoted value that holds #", `a = "#b" # c`, { a: "#b" }],
  ["a value cut by an unquoted #", "a = groupby(#log)", { a: "groupby(" }],
  ["quotes inside a bare value", `a = where(x="y") 'z'`, { a: `where(x="y") 'z'` }],
  ["single quotes around double quotes", `a = 'say "x"'`, { a: 'say "x"' }],
  ["quotes inside the same quotes", `a = "b"c"`, { a: 'b"c' }],
  ["an unclosed quote behind a blank as part of an item", `a = x, "y, z`, { a: ["x", '"y', "z"] }],
  ["triple quotes on one line", `a = '''b, "c" # d''' # e`, { a: `b, "c" # d` }],
  ["triple quotes over lines", `a = """b\n  # c\n[d]\n""" # e\nf = 1`, {
    a: "b\n  # c\n[d]\n",
    f: "1",
  }],
  ["a quote right before triple quotes", "a = '''b''''", { a: "b'" }],
  ["CRLF, also inside triple quotes", "[a]\r\nb = '''c\r\nd'''\r\ne = f\r\n", {
    a: { b: "c\nd", e: "f" },
  }],
  ["a byte order mark", "\ufeffa = 1", { a: "1" }],
  ["only a line feed as the end of a line", "a = b\u2028c\rd\u0085e", {
    a: "b\u2028c\rd\u0085e",
  }],
  ["names that objects have", "__proto__ = 1\nconstructor = 2\n[toString]\n__proto__ = x, y", {
    ["__proto__"]: "1",
    constructor: "2",
    toString: { ["__proto__"]: ["x", "y"] },
  }],
  ["; as an ordinary character", "a = b ; c", { a: "b ; c" }],
  ["backslashes as ordinary characters", String.raw`a = "b\"`, { a: "b\\" }],
];

for (const [what, text, tree] of READ) {
  Deno.test(`parseIni() reads ${what}`, () => {
    assert.deepEqual(parseIni(text).toJSON(), tree);
  });
}

const EXPANDED: readonly (readonly [what: string, text: string, tree: unknown])[] = [
  ["a name of the same section", "a = %(b)s/c\nb = 1", { a: "1/c", b: "1" }],
  ["the section's own name before that of DEFAULT", "[x]\na=%(b)s\nb=1\n[[DEFAULT]]\nb=2", {
    x: { a: "1", b: "1", DEFAULT: { b: "2" } },
  }],
  ["DEFAULT before the section around", "b = 3\n[x]\na=%(b)s\n[[DEFAULT]]\nb=2", {
    b: "3",
    x: { a: "2", DEFAULT: { b: "2" } },
  }],
  ["the section around before the file's DEFAULT", "b = 3\n[DEFAULT]\nb=4\n[x]\na=%(b)s", {
    b: "3",
    DEFAULT: { b: "4" },
    x: { a: "3" },
  }],
  [
    "names inside what a name stands for, looked for from where it is used",
    [
      "b = <%(c)s>",
      "c = outer",
      "[x]",
      "a = %(b)s",
      "c = inner",
    ].join("\n"),
    { b: "<outer>", c: "outer", x: { a: "<inner>", c: "inner" } },
  ],
  ["names in the items of a list", "a = %(b)s, 2\nb = 1", { a: ["1", "2"], b: "1" }],
  ["no name in a lone %", "a = 100%, %(b", { a: ["100%", "%(b"] }],
  ["no name across items", "a = %(b, c)s", { a: ["%(b", "c)s"] }],
  ["an empty value by its name", "a = [%(b)s]\nb =", { a: "[]", b: "" }],
];

for (const [what, text, tree] of EXPANDED) {
  Deno.test(`parseIni() replaces ${what}`, () => {
    assert.deepEqual(parseIni(text, { interpolation: true }).toJSON(), tree);
  });
}

Deno.test("parseIni() leaves %(name)s as it is without interpolation", () => {
  assert.deepEqual(parseIni("a = %(b)s", { interpolation: false }).toJSON(), { a: "%(b)s" });
});

const REFUSED: readonly (readonly [text: string, at: string, message: string, hint: string])[] = [
  [
    "a = 1\nb",
    "2:1",
    "Cannot read this line: it is neither a [section] nor key = value",
    "write key = value, or begin the line with # to make it a comment",
  ],
  [
    "  [a",
    "1:3",
    "Cannot read this line: it begins like a section but does not end like one",
    "close it with as many ] as it has [",
  ],
  [
    "[a] b",
    "1:1",
    "Cannot read this line: it begins like a section but does not end like one",
    "leave only a # comment behind the closing bracket",
  ],
  [
    "= b",
    "1:1",
    "Cannot read this line: there is no key before =",
    "write key = value",
  ],
  [
    `"a" b = c`,
    "1:1",
    "Cannot read this line: the quote before = is not closed right before it",
    "quote the whole key, or nothing of it",
  ],
  [
    "[[a]",
    "1:1",
    "Cannot place this section: 2 opening but 1 closing brackets",
    "write as many brackets behind the name as before it",
  ],
  [
    "[a]\n  [[[b]]]",
    "2:3",
    "Cannot place this section: 3 brackets inside a section of 1",
    "write 2 on each side, or open the section between them first",
  ],
  [
    "[a]\n[b]\n[a]",
    "3:1",
    'Cannot add section "a": it already begins at line 1',
    "give one of the two another name, or remove it",
  ],
  [
    "[a]\nb = 1\n[[b]]",
    "3:1",
    'Cannot add section "b": a value of that name already begins at line 2',
    "give one of the two another name, or remove it",
  ],
  [
    "a = 1\n  a = '''\n2'''",
    "3:3",
    'Cannot add key "a": it already begins at line 1',
    "give one of the two another name, or remove it",
  ],
  [
    "a = b,,c",
    "1:7",
    "Cannot read this value: a list has nothing before this comma",
    'remove the comma, write "" for an empty text, or quote the whole value',
  ],
  [
    `a = "b`,
    "1:5",
    `Cannot read this value: the " that begins it is never closed`,
    `end it with ", or put ''' before and behind the whole value`,
  ],
  [
    `a = "b" c`,
    "1:9",
    "Cannot read this value: text follows the closing quote",
    "put ''' before and behind the whole value",
  ],
  [
    `a = groupby("b", "c")`,
    "1:5",
    "Cannot read this value: it is a list in which a quote is not closed or not followed by a comma",
    "put ''' before and behind the whole value",
  ],
  [
    "a = '''\nb\n",
    "1:5",
    "Cannot read this value: ''' is never closed",
    "end it with '''",
  ],
  [
    "x = 1\na = '''b\nc''' d\n",
    "2:5",
    "Cannot read this value: text follows the closing '''",
    "leave only a # comment behind it, or use the other triple quote",
  ],
  [
    "[x]\na = b %(c)s",
    "2:5",
    'Cannot expand key "a": there is no "c" for %(c)s',
    "add c = … to this section, to one around it or to [DEFAULT]",
  ],
  [
    "a = %(b)s\nb = %(a)s",
    "1:5",
    'Cannot expand key "a": %(a)s leads back to itself',
    "break the circle",
  ],
  [
    "a = %(b)s\nb = c, d",
    "1:5",
    'Cannot expand key "a": "b" at line 2 is no single text',
    "quote its whole value",
  ],
  [
    "DEFAULT = 1\na = %(b)s",
    "2:5",
    'Cannot expand key "a": DEFAULT is a key here',
    "make it a section: [DEFAULT]",
  ],
];

for (const [text, at, message, hint] of REFUSED) {
  Deno.test(`parseIni() refuses ${JSON.stringify(text)} at ${at}`, () => {
    assert.throws(() => parseIni(text), (error) => {
      assert.ok(error instanceof IniError);
      assert.equal(error.name, "IniError");
      assert.equal(`${error.line}:${error.column}`, at);
      assert.equal(error.message, message);
      assert.equal(error.hint, hint);
      return true;
    });
  });
}

Deno.test("parseIni() never quotes a line it cannot read, for it may hold a secret", () => {
  for (
    const text of ["hunter2", 'k = "hunter2', "k = 'a' hunter2", "k = x, 'hunter2", "[hunter2"]
  ) {
    assert.throws(() => parseIni(text), (error: IniError) => {
      assert.doesNotMatch(error.message + error.hint, /hunter2/);
      return true;
    });
  }
});

Deno.test("readIni() names every error of a file, not only the first", () => {
  const { errors } = readIni("junk\n[a]\nb = 1\nb = 2\n[a]\nb = 3\nc = x,,y\nd = 'e\n");
  assert.deepEqual(errors.map(({ line, column }) => `${line}:${column}`), [
    "1:1",
    "4:1",
    "5:1",
    "7:7",
    "8:5",
  ]);
});

Deno.test("readIni() keeps where keys, values and comments stand", () => {
  const { root } = readIni(`[a]\n  key = 'text' # c\n  many = '''one\ntwo three'''\n`);
  const key = root.section("a")?.value("key");
  assert.ok(key);
  assert.deepEqual([key.line, key.column], [2, 3]);
  assert.deepEqual(key.textAt, { line: 2, column: 10 });
  assert.deepEqual(key.comment, { line: 2, column: 16, text: "# c", tight: false });
  const many = root.section("a")?.value("many");
  assert.ok(many);
  assert.deepEqual(positionIn(many, 0), { line: 3, column: 13 });
  assert.deepEqual(positionIn(many, "one\ntwo ".length), { line: 4, column: 5 });
});

Deno.test("readIni() keeps a list as it was typed", () => {
  const { root } = readIni("a = groupby(x , y),z  # why\nb = c,");
  assert.equal(root.value("a")?.text, "groupby(x , y),z");
  assert.equal(root.value("b")?.text, "c,");
});
