import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { configureLog } from "../../src/log.ts";
import { openLogFile } from "../../src/process/log_file.ts";

const NUMBERS = [5, 4, 3, 2, 1];

/** A folder of its own for one log, removed when disposed of. */
function logFolder(): Disposable & { readonly path: string } {
  const folder = Deno.makeTempDirSync();
  return {
    path: `${folder}/leexport.log`,
    [Symbol.dispose]: () => Deno.removeSync(folder, { recursive: true }),
  };
}

function content(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** What the files hold, oldest first. */
function contents(path: string): readonly string[] {
  const names = [...NUMBERS.map((number) => `${path}.${number}`), path];
  return names.map(content).filter((text) => text !== undefined);
}

function newest(path: string): string {
  return contents(path).at(-1) ?? "";
}

const LINE = fc.string({ unit: "grapheme", maxLength: 60 })
  .map((text) => `${text.replaceAll("\n", " ")}\n`);

Deno.test("openLogFile() keeps the newest lines in order, in files within the limit, whole lines only", () => {
  fc.assert(fc.property(
    fc.array(fc.array(LINE, { maxLength: 30 }), { minLength: 1, maxLength: 4 }),
    fc.integer({ min: 1, max: 400 }),
    (lives, limit) => {
      using folder = logFolder();
      for (const lines of lives) {
        using file = openLogFile(folder.path);
        file.limitTo(limit);
        for (const line of lines) file.write(line);
      }
      const written = lives.flat().join("");
      const kept = contents(folder.path);
      ok(written.endsWith(kept.join("")));
      equal(kept.length < 6 ? kept.join("") : written, written);
      for (const text of kept) {
        ok(text === "" || text.endsWith("\n"));
        const isOneLine = text.indexOf("\n") === text.length - 1;
        ok(isOneLine || new TextEncoder().encode(text).length <= limit);
      }
    },
  ));
});

Deno.test("openLogFile() begins anew after the limit, keeps five files and lets the sixth go", () => {
  using folder = logFolder();
  using file = openLogFile(folder.path);
  file.limitTo(2);
  for (const letter of "abcdefgh") file.write(`${letter}\n`);
  deepEqual(contents(folder.path), ["c\n", "d\n", "e\n", "f\n", "g\n", "h\n"]);
});

Deno.test("openLogFile() counts what was in the file before", () => {
  using folder = logFolder();
  Deno.writeTextFileSync(folder.path, "before\n");
  using file = openLogFile(folder.path);
  file.limitTo(8);
  file.write("now\n");
  deepEqual(contents(folder.path), ["before\n", "now\n"]);
});

Deno.test("openLogFile() takes another limit at any time, and has none at first", () => {
  using folder = logFolder();
  using file = openLogFile(folder.path);
  file.write("a\n");
  file.write("b\n");
  file.limitTo(6);
  file.write("c\n");
  file.limitTo(4);
  file.write("d\n");
  deepEqual(contents(folder.path), ["a\nb\nc\n", "d\n"]);
});

Deno.test("openLogFile() fills a gap among the old files before it lets one go", () => {
  using folder = logFolder();
  for (const number of [1, 2, 4, 5]) {
    Deno.writeTextFileSync(`${folder.path}.${number}`, `${number}`);
  }
  using file = openLogFile(folder.path);
  file.limitTo(2);
  file.write("a\n");
  file.write("b\n");
  deepEqual(contents(folder.path), ["5", "4", "2", "1", "a\n", "b\n"]);
});

Deno.test("openLogFile() goes on in the open file when a rename fails, and says so each time it tried", async () => {
  using folder = logFolder();
  using file = openLogFile(folder.path);
  const said: string[] = [];
  await configureLog({ level: "warning", format: "text", write: (line) => said.push(line) });
  file.limitTo(4);
  // A folder that is not empty can neither be replaced nor is it free.
  for (const number of NUMBERS) {
    await Deno.mkdir(`${folder.path}.${number}/full`, { recursive: true });
  }
  for (const letter of "abcdefg") file.write(`${letter}\n`);
  await Promise.resolve();
  equal(await Deno.readTextFile(folder.path), "a\nb\nc\nd\ne\nf\ng\n");
  equal(said.length, 3);
  ok(said[0]!.includes("; the log goes on in the file that is open\n  hint: "), said[0]);
  for (const number of NUMBERS) {
    await Deno.remove(`${folder.path}.${number}`, { recursive: true });
  }
  for (const letter of "hi") file.write(`${letter}\n`);
  deepEqual(contents(folder.path), ["a\nb\nc\nd\ne\nf\ng\nh\n", "i\n"]);
});

Deno.test("openLogFile() leaves alone what a log rotator has put in its place", () => {
  using folder = logFolder();
  using file = openLogFile(folder.path);
  file.limitTo(4);
  file.write("a\n");
  Deno.renameSync(folder.path, `${folder.path}.1`);
  file.write("b\n");
  Deno.writeTextFileSync(folder.path, "");
  file.write("c\n");
  deepEqual(contents(folder.path), ["a\nb\n", "c\n"]);
  file.reopen();
  file.write("d\n");
  equal(newest(folder.path), "c\nd\n");
});

Deno.test("openLogFile() counts anew after it was opened again", () => {
  using folder = logFolder();
  using file = openLogFile(folder.path);
  file.limitTo(4);
  file.write("a\n");
  file.write("b\n");
  Deno.renameSync(folder.path, `${folder.path}-20261124`);
  file.reopen();
  file.write("c\n");
  file.write("d\n");
  deepEqual(contents(folder.path), ["c\nd\n"]);
});
