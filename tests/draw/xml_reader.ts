import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { askPython } from "../python_script.ts";

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
  const answers = await askPython(SCRIPT, documents);
  return answers.map((line, index) => {
    const answer = JSON.parse(line);
    assert.equal(answer.broken, undefined, `${answer.broken}: ${documents[index]}`);
    return answer;
  });
}
