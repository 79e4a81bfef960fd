import assert from "node:assert/strict";
import { compileRegex } from "../../src/leql/regular_expression.ts";

function compile(text: string, flags = "") {
  return compileRegex({
    kind: "regex",
    text,
    flags,
    ignoreCase: false,
    offset: 0,
    length: text.length,
  });
}

Deno.test("compileRegex() reads named captures of both spellings", () => {
  const { pattern, names } = compile("(?P<host>\\w+) (?<code>\\d+)");
  assert.deepEqual(names, ["host", "code"]);
  assert.deepEqual({ ...pattern.exec("web 200")?.groups }, { host: "web", code: "200" });
});

const MATCHES: readonly (readonly [
  text: string,
  flags: string,
  subject: string,
  match: string | undefined,
])[] = [
  ["ab", "i", "xAB", "AB"],
  ["ab", "", "xAB", undefined],
  ["^b", "m", "a\nb", "b"],
  ["a.b", "s", "a\nb", "a\nb"],
  ["a b # c", "x", "ab", "ab"],
  ["a+", "U", "aaa", "a"],
  ["a+?", "U", "aaa", "aaa"],
  ["(?i)ab", "", "AB", "AB"],
  ["[]a]+", "", "x]a", "]a"],
  ["[^]a]+", "", "]xb", "xb"],
  ["[[:alpha:]_]+[[:digit:]]", "", "1ab_2", "ab_2"],
  ["[[:punct:]]+", "", "a]-/b", "]-/"],
  ["\\(a+\\)+", "", "(aa))", "(aa))"],
  ["[(]a+[)]+", "", "(aa))", "(aa))"],
  ["(?:\\d{1,3}\\.){3}\\d{1,3}", "", "ip 10.0.0.1!", "10.0.0.1"],
];
for (const [text, flags, subject, match] of MATCHES) {
  Deno.test(`/${text}/${flags} in "${subject.replace("\n", "\\n")}" finds ${match?.replace("\n", "\\n")}`, () => {
    assert.equal(compile(text, flags).pattern.exec(subject)?.[0], match);
  });
}

const REFUSALS: readonly (readonly [text: string, message: string])[] = [
  [
    "[[:nosuch:]]",
    "Cannot read the regular expression /[[:nosuch:]]/: there is no class [:nosuch:]",
  ],
  ["(", "Cannot read the regular expression /(/: unterminated group"],
  [
    "(?:x(a*)y)*",
    "Cannot use the regular expression /(?:x(a*)y)*/: it repeats a group that holds a repetition, which can take for ever",
  ],
  [
    "(a{2,})+",
    "Cannot use the regular expression /(a{2,})+/: it repeats a group that holds a repetition, which can take for ever",
  ],
  ["(?<!a)b", "Cannot use the regular expression /(?<!a)b/: it looks ahead or behind"],
  ["(?<n>a)\\k<n>", "Cannot use the regular expression /(?<n>a)\\k<n>/: it refers back to a group"],
];
for (const [text, message] of REFUSALS) {
  Deno.test(`compileRegex() refuses /${text}/`, () => {
    assert.throws(() => compile(text), { message });
  });
}
