import assert from "node:assert/strict";

const PYTHON = "/usr/bin/python3";

/**
 * Has a Python script answer many questions in one process: a line of JSON each, on its standard input and output.
 *
 * @param script Path of the script.
 * @returns One answer for each question, in order.
 */
export async function askPython(
  script: string,
  questions: readonly unknown[],
): Promise<readonly string[]> {
  const child = new Deno.Command(PYTHON, {
    args: [script],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const lines = questions.map((question) => `${JSON.stringify(question)}\n`).join("");
  const [, { success, stdout }] = await Promise.all([
    new Blob([lines]).stream().pipeTo(child.stdin),
    child.output(),
  ]);
  assert.ok(success, `${script} must answer`);
  const answers = new TextDecoder().decode(stdout).trimEnd().split("\n");
  assert.equal(answers.length, questions.length);
  return answers;
}
