import { deepEqual, equal, rejects } from "node:assert/strict";
import fc from "fast-check";
import type { ServedAddress } from "../../src/config/status_address.ts";
import type { Status } from "../../src/status/status.ts";
import { Secret } from "../../src/secret.ts";
import { changed } from "../../src/status_client/change.ts";
import { act, fetchStatus, followStatus } from "../../src/status_client/client.ts";
import { readEvents, type ServerEvent } from "../../src/status_client/events.ts";
import { startReceiver } from "../../src/testing.ts";
import { searchOf, statusOf } from "../status/document.ts";
import { KeptControls, serve, type Served, statusConfig, TOKEN } from "../status_server/served.ts";
import { FedBoard } from "../status_server/fed_board.ts";
import { serveStatus } from "../../src/status_server/serve.ts";

const token = new Secret(TOKEN);

function addressOf({ server }: Served): ServedAddress {
  return server.address;
}

async function nextOf(documents: AsyncGenerator<Status>): Promise<Status> {
  const { done, value } = await documents.next();
  if (done === true) throw new Error("ended");
  return value;
}

function namesIn(document: { readonly searches: readonly { readonly name: string }[] }): string[] {
  return document.searches.map(({ name }) => name);
}

Deno.test("fetchStatus() gives the document", async () => {
  await using served = await serve();
  const status = await fetchStatus(addressOf(served));
  deepEqual(status && namesIn(status), ["errors", "visits"]);
});

Deno.test("fetchStatus() and act() reach a unix socket", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const controls = new KeptControls();
    const address = { kind: "unix", path: `${folder}/status.sock` } as const;
    {
      await using source = await FedBoard.open(["errors, all 100 %"]);
      await using _server = await serveStatus(address, {
        source,
        controls,
        draw: () => Promise.resolve(""),
        metrics: () => Promise.resolve(""),
        config: () => statusConfig(),
        ready: () => true,
      });
      const status = await fetchStatus(address);
      deepEqual(status && namesIn(status), ["errors, all 100 %"]);
      await act(address, {
        path: `/api/searches/${encodeURIComponent("errors, all 100 %")}/pause`,
        token,
      });
      deepEqual(controls.asked, ["pause errors, all 100 %"]);
    }
    equal(await fetchStatus(address), undefined);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("fetchStatus() gives nothing where nobody listens", async () => {
  let address: ServedAddress;
  {
    await using served = await serve();
    address = addressOf(served);
  }
  equal(await fetchStatus(address), undefined);
  await rejects(act(address, { path: "/api/reload", token }), {
    message: /^Cannot ask leexport at 127\.0\.0\.1:\d+: nobody listens there$/,
    hint: "start leexport, or name the config that it runs",
  });
});

for (const [what, body] of [["JSON", '{"success":true}'], ["a page", "<html>"]] as const) {
  Deno.test(`what answers with ${what} is not leexport`, async () => {
    await using other = startReceiver({ answer: () => new Response(body) });
    const { hostname, port } = new URL(other.url);
    const address = { kind: "tcp", hostname, port: Number(port) } as const;
    const stranger = {
      message: `Cannot ask leexport at ${hostname}:${port}: what answers there is not leexport`,
    };
    await rejects(fetchStatus(address), stranger);
    await rejects(act(address, { path: "/api/reload", token }), stranger);
    const following = followStatus(address, new AbortController().signal);
    await rejects(following.next(), stranger);
  });
}

Deno.test("act() says what was done, or why it was not", async () => {
  await using served = await serve();
  const address = addressOf(served);
  equal(await act(address, { path: "/api/retry", token }), "Did retry all");
  await rejects(act(address, { path: "/api/searches/visits/pause", token }), {
    message: "Cannot run it: it runs",
    hint: "wait for its end",
  });
  await rejects(
    act(address, { path: "/api/reload", token: new Secret("wrong-token-0123456789") }),
    {
      message: "Cannot act: the token is wrong",
      hint: "give the status_token that the config holds",
    },
  );
});

Deno.test("act() says that the running config has no token", async () => {
  await using served = await serve({ config: () => statusConfig({ token: undefined }) });
  await rejects(act(addressOf(served), { path: "/api/reload", token }), {
    message: "Cannot act: the config holds no status_token",
  });
});

Deno.test("followStatus() gives the document now, with every change, and ends with leexport", async () => {
  await using served = await serve();
  const documents = followStatus(addressOf(served), new AbortController().signal);
  deepEqual(namesIn(await nextOf(documents)), ["errors", "visits"]);
  served.board.fail("it answered 503");
  const { searches } = await nextOf(documents);
  deepEqual(searches.map(({ health }) => health), ["failing", "new"]);
  await served[Symbol.asyncDispose]();
  equal((await documents.next()).done, true);
});

Deno.test("followStatus() gives nothing where leexport ends", async () => {
  const answer = () => Response.json({ error: "Cannot tell: it ends" }, { status: 503 });
  await using ending = startReceiver({ answer });
  const { hostname, port } = new URL(ending.url);
  const address = { kind: "tcp", hostname, port: Number(port) } as const;
  equal((await followStatus(address, new AbortController().signal).next()).done, true);
});

Deno.test("followStatus() ends when its signal is aborted", async () => {
  await using served = await serve();
  const ending = new AbortController();
  const documents = followStatus(addressOf(served), ending.signal);
  await documents.next();
  ending.abort();
  equal((await documents.next()).done, true);
});

Deno.test("changed() replaces, adds, removes and moves searches", () => {
  const before = statusOf(["a", "b", "c"].map((name) => searchOf(name)));
  const { program } = statusOf([], { state: "stopping" });
  const paused = searchOf("b", { state: "paused" });
  const kept = changed(before, { program, searches: [paused] });
  deepEqual(namesIn(kept), ["a", "b", "c"]);
  deepEqual([kept.program.state, kept.searches[1]?.state], ["stopping", "paused"]);
  const moved = changed(before, { program, searches: [searchOf("d")], order: ["d", "c", "a"] });
  deepEqual(namesIn(moved), ["d", "c", "a"]);
});

Deno.test("readEvents() reads events whatever pieces they come in", async () => {
  const text =
    ": hello\n\nretry: 1\nevent: status\ndata: é{\ndata:  1}\n\ndata: x\r\n\r\nevent: none\n\n";
  const bytes = new TextEncoder().encode(text);
  await fc.assert(fc.asyncProperty(
    fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 5 }),
    async (cuts) => {
      const edges = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
      const pieces = edges.slice(1).map((end, index) => bytes.slice(edges[index], end));
      const events: ServerEvent[] = [];
      for await (const event of readEvents(ReadableStream.from(pieces))) events.push(event);
      deepEqual(events, [
        { name: "status", data: "é{\n 1}" },
        { name: "message", data: "x" },
      ]);
    },
  ));
});
