import assert from "node:assert/strict";
import process from "node:process";
import { readLogFile } from "../../src/simulator/log_file.ts";

async function withFile(text: string | Uint8Array, use: (path: string) => Promise<void>) {
  const path = await Deno.makeTempFile({ suffix: ".log" });
  try {
    await Deno.writeFile(path, typeof text === "string" ? new TextEncoder().encode(text) : text);
    await use(path);
  } finally {
    await Deno.remove(path);
  }
}

const seconds = (times: Float64Array) => [...times].map((time) => time / 1000 - 1767225600);

Deno.test("readLogFile() orders events by time, and events of one time by the file", async () => {
  const text = "1767225602 c\n1767225601 a\r\n\n1767225601 b\n   \n1767225603 d é";
  await withFile(text, async (path) => {
    const table = await readLogFile(path);
    assert.deepEqual(table.texts.map((line) => line.slice(11)), ["a", "b", "c", "d é"]);
    assert.deepEqual(seconds(table.times), [1, 1, 2, 3]);
    assert.deepEqual([...table.bytes], [12, 12, 12, 15]);
  });
});

Deno.test("readLogFile() gives a line without a time that of the line before it", async () => {
  const text = "head k=1\n1767225601 a\n  at x k=2\n  at y\n1767225605 b";
  await withFile(text, async (path) => {
    const table = await readLogFile(path);
    assert.deepEqual(seconds(table.times), [1, 1, 1, 1, 5]);
    assert.deepEqual([...table.column("k")?.codes ?? []], [1, 0, 2, 0, 0]);
  });
});

Deno.test("readLogFile() spreads events without any time over seconds up to the file's age", async () => {
  await withFile("one\ntwo\nthree\n", async (path) => {
    await Deno.utime(path, 1767225600, 1767225600);
    assert.deepEqual(seconds((await readLogFile(path)).times), [-2, -1, 0]);
  });
});

Deno.test("readLogFile() joins lines that are split between reads", async () => {
  const lines = Array.from(
    { length: 30_000 },
    (_, index) => `1767225600 n=${index} ${"é".repeat(20)}`,
  );
  await withFile(lines.join("\n"), async (path) => {
    const table = await readLogFile(path);
    assert.deepEqual(table.texts, lines);
    assert.equal(table.column("n")?.numbers[30_000], 29_999);
  });
});

Deno.test("readLogFile() takes a line that is longer than what is read at once", async () => {
  const lines = ["1767225600 a", `1767225601 ${"x".repeat(500_000)}`, "1767225602 b"];
  await withFile(lines.join("\n"), async (path) => {
    assert.deepEqual((await readLogFile(path)).texts, lines);
  });
});

Deno.test("readLogFile() refuses what holds no events", async () => {
  await withFile("\n \n", async (path) => {
    await assert.rejects(readLogFile(path), {
      name: "LeexportError",
      message: `Cannot read the log ${path}: it holds no events`,
      hint: "name a file with one event in each line",
    });
  });
  await assert.rejects(readLogFile("/nosuch/access.log"), {
    message: "Cannot read the log /nosuch/access.log: there is no such file",
    hint: "correct the path in --log NAME=FILE",
  });
  await assert.rejects(readLogFile("/"), { message: "Cannot read the log /: it is not a file" });
  await assert.rejects(readLogFile("/dev/null/access.log"), {
    message: "Cannot read the log /dev/null/access.log: there is no such file",
  });
});

Deno.test("readLogFile() says of a file that this user may not read how to get at it", async () => {
  await withFile("1767225600 a", async (path) => {
    await Deno.chmod(path, 0o000);
    using _ = asNobody();
    await assert.rejects(readLogFile(path), {
      message: `Cannot read the log ${path}: this user may not read it`,
      hint: `take a copy that this user may read: sudo cat ${path} > copy.log`,
    });
  });
});

/** The superuser may read everything, and so is somebody else for a while. */
function asNobody(): Disposable {
  const user = Deno.uid() ?? 0;
  if (user === 0) process.seteuid?.(65534);
  return { [Symbol.dispose]: () => process.seteuid?.(user) };
}

Deno.test("readLogFile() refuses a file that is too large, and says what to do", async () => {
  const path = await Deno.makeTempFile();
  try {
    await Deno.truncate(path, 257 * 2 ** 20);
    await assert.rejects(readLogFile(path), {
      message:
        `Cannot read the log ${path}: it has 257 MiB, and logs of more than 256 MiB are not held in memory`,
      hint: `take a part of it: tail -n 1000000 ${path} > part.log`,
    });
  } finally {
    await Deno.remove(path);
  }
});
