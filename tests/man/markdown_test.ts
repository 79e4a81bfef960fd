import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { fromMarkdown, sectionOf } from "../../scripts/man/markdown.ts";

const PAGE = "# A\n\none\n\n```sh\n# no heading\n```\n\n## B\n\ntwo\n\n### C\n\nthree\n";

Deno.test("sectionOf() ends at the next heading, whatever is in blocks of code", () => {
  strictEqual(sectionOf(PAGE, "A"), "one\n\n```sh\n# no heading\n```");
  strictEqual(sectionOf(PAGE, "B"), "two");
});

Deno.test("sectionOf() refuses a heading that is not there", () => {
  throws(() => sectionOf(PAGE, "no heading"), { message: 'there is no section "no heading"' });
});

const TEXTS: readonly (readonly [what: string, markdown: string, lines: readonly string[]])[] = [
  ["a sentence a line", "One. Two\nwords.", ["One.\nTwo words."]],
  ["paragraphs", "one\n\ntwo", ["one", ".Pp", "two"]],
  ["what is typed", "write `--all` or `a_b`", ["write \\fB\\-\\-all\\fR or \\fB\\%a_b\\fR"]],
  ["links as their words", "see [the page](a.md)", ["see the page"]],
  ["a line that begins like a macro", ".1 to .5", ["\\&.1 to .5"]],
  ["signs of other alphabets", "a – b\\c", ["a \\[u2013] b\\ec"]],
  ["bullets", "- one\n  more\n- two", [".Bl -bullet", ".It", "one more", ".It", "two", ".El"]],
  [
    "code",
    "```ini\n[a]\n\n.b = 'c'\n```",
    [".Bd -literal -offset indent", "[a]", "", "\\&.b = \\(aqc\\(aq", ".Ed"],
  ],
  [
    "tables",
    '| a | b |\n| --- | --- |\n| `x "y"` | what |',
    [".Bl -tag -width Ds", '.It "\\fB\\%x \\(dqy\\(dq\\fR"', "what", ".El"],
  ],
];

for (const [what, markdown, lines] of TEXTS) {
  Deno.test(`fromMarkdown() writes ${what}`, () => {
    deepStrictEqual(fromMarkdown(markdown), lines);
  });
}
