import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const PYTHON = "/usr/bin/python3";
const SCRIPT = fileURLToPath(new URL("./xml_reader.py", import.meta.url));

/** What a document holds. */
export interface XmlContent {
  /** Names, each once. */
  readonly elements: readonly string[];
  readonly attributes: readonly string[];
  /** The title and the texts, as they are read. */
  readonly texts: readonly string[];
}

/** Reads documents with Python's XML parser, in one process; each has to be well-formed. */
export async function readXml(documents: readonly string[]): Promise<XmlContent[]> {
  const child = new Deno.Command(PYTHON, {
    args: [SCRIPT],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const lines = documents.map((document) => `${JSON.stringify(document)}\n`).join("");
  const [, { success, stdout }] = await Promise.all([
    new Blob([lines]).stream().pipeTo(child.stdin),
    child.output(),
  ]);
  assert.ok(success, "Python must answer");
  const answers = new TextDecoder().decode(stdout).trimEnd().split("\n");
  assert.equal(answers.length, documents.length);
  return answers.map((line, index) => {
    const answer = JSON.parse(line);
    assert.equal(answer.broken, undefined, `${answer.broken}: ${documents[index]}`);
    return answer;
  });
}
