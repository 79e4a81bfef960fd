import { deepEqual, doesNotMatch, equal, match, ok } from "node:assert/strict";
import { Pictures } from "../../src/draw/pictures.ts";
import { LeexportError } from "../../src/errors.ts";
import { Secret } from "../../src/secret.ts";
import { PictureCache } from "../../src/status_server/picture_cache.ts";
import { FedBoard } from "./fed_board.ts";
import { serve } from "./served.ts";

const PATH = "/api/pictures/errors/destination";

Deno.test("a picture of the newest payload is drawn once, and sent to who does not have it", async () => {
  let drawn = 0;
  await using served = await serve({
    draw: (payload, { title, scheme }) =>
      Promise.resolve(`<svg>${payload} ${title} ${scheme} ${++drawn}</svg>`),
  });
  served.board.answer("errors", "[1]");
  const picture = served.board.status().searches[0]?.destinations[0]?.picture;
  const path = `${PATH}?picture=${picture}&scheme=dark`;
  for (let time = 0; time < 2; time++) {
    const { status, headers, body } = await served.ask({ path });
    deepEqual([status, body], [200, "<svg>[1] errors dark 1</svg>"]);
    equal(headers.get("content-type"), "image/svg+xml; charset=utf-8");
    equal(headers.get("cache-control"), "private, no-cache");
    const policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
    equal(headers.get("content-security-policy"), policy);
    equal(headers.get("x-content-type-options"), "nosniff");
  }
  equal((await served.ask({ path: PATH })).body, "<svg>[1] errors light 2</svg>");
  served.board.answer("errors", "[2]");
  const late = await served.ask({ path });
  equal(late.body, "<svg>[2] errors dark 3</svg>");
  equal(late.headers.get("cache-control"), "private, no-cache");
});

Deno.test("a picture is sent again only if another one has taken its place, whatever its number", async () => {
  await using served = await serve();
  served.board.answer("errors", "[1]");
  const first = await served.ask({ path: `${PATH}?picture=0` });
  const headers = { "if-none-match": first.headers.get("etag") ?? "" };
  const same = await served.ask({ path: `${PATH}?picture=0`, headers });
  deepEqual([same.status, same.body], [304, ""]);
  equal(same.headers.get("etag"), headers["if-none-match"]);
  // The numbers of another life of the program are the same.
  await using later = await serve();
  later.board.answer("errors", "[2]");
  const other = await later.ask({ path: `${PATH}?picture=0`, headers });
  deepEqual([other.status, other.body], [200, "<svg>[2] light</svg>"]);
});

Deno.test("a picture that too many others wait before is refused for now", async () => {
  using pictures = new Pictures();
  const size = { width: 480, height: 200 };
  await using served = await serve({
    draw: async (payload, options) => {
      const all = Array.from(
        { length: 102 },
        () => pictures.draw(payload, { ...size, ...options }),
      );
      const settled = await Promise.allSettled(all);
      equal(settled.filter(({ status }) => status === "fulfilled").length, 101);
      return await (all.at(-1) ?? "");
    },
  });
  served.board.answer("errors", "[1]");
  const { status, headers, body } = await served.ask({ path: PATH });
  deepEqual([status, headers.get("retry-after")], [503, "1"]);
  deepEqual(JSON.parse(body), {
    error: "Cannot draw the picture: 100 others wait to be drawn",
    hint: "ask again in a second",
  });
});

for (const secret of ["0123456789abcdef".repeat(5), "ab<cd&ef>gh\"ij'kl"]) {
  Deno.test(`a picture does not tell ${secret}, which a label quotes`, async () => {
    new Secret(secret);
    await using board = await FedBoard.open([secret]);
    using pictures = new Pictures();
    await using served = await serve({
      source: board,
      draw: (payload, options) => pictures.draw(payload, { width: 480, height: 200, ...options }),
    });
    board.answer(secret, JSON.stringify({ data: { item: [{ label: secret, value: 1 }] } }));
    const path = `/api/pictures/${encodeURIComponent(secret)}/destination`;
    const { status, body } = await served.ask({ path });
    equal(status, 200);
    match(body, /\[secret\]/);
    doesNotMatch(body, /0123456789|ab&lt;|cd&amp;ef/);
  });
}

Deno.test("there is no picture of what has no payload, or is not there", async () => {
  await using served = await serve();
  for (const path of [PATH, "/api/pictures/nothing/destination", "/api/pictures/__proto__/x"]) {
    const { status, body } = await served.ask({ path });
    equal(status, 404);
    equal(JSON.parse(body).hint, "wait for its next run");
  }
});

Deno.test("a picture that cannot be drawn says why", async () => {
  const hint = "look at it";
  const draw = () =>
    Promise.reject(new LeexportError("Cannot draw the picture: it is odd", { hint }));
  await using served = await serve({ draw });
  served.board.answer("errors", "[1]");
  const { status, body } = await served.ask({ path: PATH });
  equal(status, 422);
  deepEqual(JSON.parse(body), { error: "Cannot draw the picture: it is odd", hint });
});

Deno.test("pictures are found of searches with any name that a config can give", async () => {
  const names = ["a/b", "100 %", "%2F", "Fehler in Köln", "😀", "a?b", "a&b=c", "../x"];
  await using board = await FedBoard.open(names);
  await using served = await serve({ source: board });
  for (const name of names) {
    board.answer(name, JSON.stringify(name));
    const { body } = await served.ask({
      path: `/api/pictures/${encodeURIComponent(name)}/destination`,
    });
    equal(body, `<svg>${JSON.stringify(name)} light</svg>`);
  }
});

Deno.test("PictureCache keeps what was looked at last, as long as there is room", async () => {
  const cache = new PictureCache();
  const picture = "1234".repeat(1_500_000);
  const drawn: string[] = [];
  const get = (key: string) => {
    return cache.get(key, () => {
      drawn.push(key);
      return Promise.resolve(picture);
    });
  };
  for (const key of ["a", "b", "a", "c", "a", "b"]) ok(await get(key) === picture);
  deepEqual(drawn, ["a", "b", "c", "b"]);
});

Deno.test("PictureCache draws once for all who ask at the same time, and tries again after a failure", async () => {
  const cache = new PictureCache();
  let tries = 0;
  const draw = () => {
    return ++tries === 1 ? Promise.reject(new Error("it broke")) : Promise.resolve("picture");
  };
  const failed = await Promise.allSettled([
    cache.get("a", draw),
    cache.get("a", draw),
  ]);
  deepEqual(failed.map(({ status }) => status), ["rejected", "rejected"]);
  deepEqual(
    await Promise.all([cache.get("a", draw), cache.get("a", draw)]),
    [
      "picture",
      "picture",
    ],
  );
  equal(tries, 2);
});
