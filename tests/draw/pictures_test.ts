import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { Pictures } from "../../src/draw/pictures.ts";
import { drawSvg, type SvgOptions } from "../../src/draw/svg/draw_svg.ts";
import { readWidget } from "../../src/draw/widget.ts";
import { LeexportError } from "../../src/errors.ts";

const OPTIONS: SvgOptions = { width: 480, height: 240, scheme: "dark", title: "errors" };

const STOPPED = { message: "Cannot draw the picture: the program is being stopped" };

/** Lets what would happen after this many milliseconds happen at once. */
function hurry(hurried: number): Disposable {
  const { setTimeout } = globalThis;
  globalThis.setTimeout = Object.assign(
    (callback: () => void, ms?: number) => setTimeout(callback, ms === hurried ? 1 : ms),
    setTimeout,
  );
  return { [Symbol.dispose]: () => void (globalThis.setTimeout = setTimeout) };
}

function orders(value: number): unknown {
  return { data: { item: [{ value, text: "orders" }] } };
}

Deno.test("Pictures draw in a Worker what drawSvg() draws, in order", async () => {
  using pictures = new Pictures();
  const payload = {
    data: {
      series: [{ name: "a", data: [["2026-11-24T02:05:00Z", 3], ["2026-11-24T02:06:00Z", 5]] }],
    },
  };
  const finished: number[] = [];
  const drawn = await Promise.all([payload, orders(1), orders(2)].map(async (payload, index) => {
    const svg = await pictures.draw(JSON.stringify(payload), OPTIONS);
    finished.push(index);
    return svg;
  }));
  deepStrictEqual(finished, [0, 1, 2]);
  deepStrictEqual(
    drawn,
    [payload, orders(1), orders(2)].map((payload) => drawSvg(readWidget(payload), OPTIONS)),
  );
});

Deno.test("Pictures say why a payload cannot be drawn, and draw the next one", async () => {
  using pictures = new Pictures();
  await rejects(
    pictures.draw("{", OPTIONS),
    (error) => error instanceof LeexportError && /^Cannot draw the picture: /.test(error.message),
  );
  match(
    await pictures.draw(JSON.stringify(orders(7)), OPTIONS),
    /<title>errors: 7 orders<\/title>/,
  );
});

Deno.test("Pictures end a Worker that misses a deadline and go on with a new one", async () => {
  using pictures = new Pictures();
  {
    using _ = hurry(10_000);
    await rejects(pictures.draw(JSON.stringify(orders(7)), OPTIONS), {
      name: "BrokenWorker",
      message: "Cannot draw the picture: it took longer than 10 s",
      hint: "ask for fewer slices or groups, with timeslice() or limit()",
    });
  }
  // What the first one would still have answered must not be taken for the answer.
  match(await pictures.draw(JSON.stringify(orders(8)), OPTIONS), /<title>errors: 8 orders</);
});

Deno.test("Pictures that have been stopped draw nothing more", async () => {
  const pictures = new Pictures();
  pictures[Symbol.dispose]();
  await rejects(pictures.draw("1", OPTIONS), STOPPED);
});

Deno.test("Pictures that are stopped give up what is under way and what waits", async () => {
  const pictures = new Pictures();
  const drawn = [1, 2, 3].map((value) => pictures.draw(JSON.stringify(orders(value)), OPTIONS));
  const settled = Promise.allSettled(drawn);
  pictures[Symbol.dispose]();
  await settled;
  for (const each of drawn) await rejects(each, STOPPED);
});

Deno.test("Pictures take no more while a hundred wait, and then again", async () => {
  using pictures = new Pictures();
  const first = pictures.draw(JSON.stringify(orders(0)), OPTIONS);
  const waiting = Array.from({ length: 100 }, (_, index) => {
    return pictures.draw(JSON.stringify(orders(index)), OPTIONS);
  });
  await rejects(pictures.draw("1", OPTIONS), {
    name: "TooManyPictures",
    message: "Cannot draw the picture: 100 others wait to be drawn",
  });
  await first;
  const late = pictures.draw(JSON.stringify(orders(8)), OPTIONS);
  strictEqual((await Promise.all(waiting)).length, 100);
  match(await late, /<title>errors: 8 orders</);
});

Deno.test("an idle Worker is ended by itself, so that a process can end", async () => {
  const source = `
    import { Pictures } from ${JSON.stringify(import.meta.resolve("../../src/draw/pictures.ts"))};
    const options = ${JSON.stringify(OPTIONS)};
    const { setTimeout } = globalThis;
    globalThis.setTimeout = (callback, ms) => setTimeout(callback, ms === 60_000 ? 1 : ms);
    const svg = await new Pictures().draw("12", options);
    console.log(svg.length > 100);`;
  const config = fileURLToPath(new URL("../../deno.json", import.meta.url));
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--config", config, source],
    signal: AbortSignal.timeout(60_000),
  }).output();
  strictEqual(new TextDecoder().decode(code === 0 ? stdout : stderr), "true\n");
});
