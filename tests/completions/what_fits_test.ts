import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { whatFits } from "../../src/completions/what_fits.ts";
import { declaredProgram } from "./declared_program.ts";

const program = declaredProgram();

/** What is typed, words separated by `|`; the last one is being typed. */
const KINDS: readonly (readonly [typed: string, kind: string])[] = [
  ["check|-c|", "files"],
  ["check|--config-file|", "files"],
  ["check|--config-file=", "files"],
  ["store|check|--state-dir|", "folders"],
  ["services|--services-dir|", "folders"],
  ["services|", "services"],
  ["init|--service|", "services"],
  ["init|--region|", "regions"],
  ["init|", "files"],
  ["pause|", "searches"],
  ["run|one|two|", "searches"],
  ["run|-cx.ini|", "searches"],
  ["run|--|-", "searches"],
  ["ledger|--verify|", "searches"],
  ["pause|one|", "words"],
  ["start|--pid-file|", "files"],
  ["query|--svg|", "files"],
];

for (const [typed, kind] of KINDS) {
  Deno.test(`whatFits() offers ${kind} behind "${typed.replaceAll("|", " ")}"`, () => {
    strictEqual(whatFits(typed.split("|"), program).fitting.kind, kind);
  });
}

const WORDS: readonly (readonly [typed: string, words: readonly string[]])[] = [
  ["store|", ["check", "repair", "export"]],
  ["simulate|--limits|", ["real", "none"]],
  ["simulate|--limits=", ["real", "none"]],
  ["completions|", ["bash", "zsh", "fish"]],
  ["reload|", ["--config-file", "--help"]],
  ["check|--online|-", ["--config-file", "--json", "--help"]],
  ["check|-c", ["-c", "--online", "--json", "--help"]],
  ["stop|--pid-file|x|more", []],
  ["logs|--json=", []],
  ["simulate|--log|a=b|--port|", []],
  ["backfill|--from|", []],
  ["nothing|", []],
  ["store|nothing|", []],
  ["store|check|--|", []],
];

for (const [typed, words] of WORDS) {
  Deno.test(`whatFits() offers ${words.join(" ") || "nothing"} for "${typed}"`, () => {
    const { fitting } = whatFits(typed.split("|"), program);
    deepStrictEqual(fitting.kind === "words" ? fitting.words.map(({ value }) => value) : [], words);
  });
}

Deno.test("whatFits() knows the config that was named last, however it was written", () => {
  for (const typed of ["-c|b.ini", "--config-file|b.ini", "--config-file=b.ini", "-cb.ini"]) {
    const { given } = whatFits(["run", "-c", "a.ini", ...typed.split("|"), ""], program);
    strictEqual(given.get("--config-file"), "b.ini", typed);
  }
});

Deno.test("whatFits() takes a word behind a value of many for one more", () => {
  const { given, operands } = whatFits(["simulate", "--log", "a=b", "c=d", ""], program);
  deepStrictEqual([given.get("--log"), operands], ["c=d", []]);
});
