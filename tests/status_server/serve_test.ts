import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { readStatusAddress } from "../../src/config/status_address.ts";
import { LeexportError } from "../../src/errors.ts";
import { addressText, type ServedAddress } from "../../src/config/status_address.ts";
import { serveStatus } from "../../src/status_server/serve.ts";
import { inFolder } from "../store/folder.ts";
import { FedBoard } from "./fed_board.ts";
import { ask } from "./http_exchange.ts";
import { KeptControls, LOOPBACK, serve, statusConfig, TOKEN } from "./served.ts";

function serveAt(address: ServedAddress, source: FedBoard) {
  return serveStatus(address, {
    source,
    controls: new KeptControls(),
    draw: () => Promise.resolve("<svg/>"),
    metrics: () => Promise.resolve("# EOF\n"),
    config: () => statusConfig(),
    ready: () => true,
  });
}

Deno.test("an address that is in use is told, with what to do", async () => {
  await using served = await serve();
  const { address } = served.server;
  ok(address.kind === "tcp" && address.port > 0);
  await rejects(() => serveAt(address, served.board), (error) => {
    ok(error instanceof LeexportError);
    equal(error.message, `Cannot serve the status page at ${served.host}: the address is in use`);
    match(error.hint ?? "", /^end what uses it \(leexport status shows/);
    return true;
  });
});

Deno.test("an address of another machine is told", async () => {
  await using board = await FedBoard.open();
  await rejects(() => serveAt({ kind: "tcp", hostname: "192.0.2.1", port: 0 }, board), {
    message: "Cannot serve the status page at 192.0.2.1:0: this machine does not have the address",
    hint: "write another status_address, for instance 127.0.0.1:9797",
  });
});

Deno.test("addressText() words an address as a config does", () => {
  const folder = "/srv";
  for (const text of ["127.0.0.1:9797", "[::1]:9797", "localhost:0", "unix:/run/status.sock"]) {
    const address = readStatusAddress(text, folder);
    ok(address !== undefined && address.kind !== "none");
    equal(addressText(address), text);
  }
});

Deno.test("a socket is for its owner and group, answers under any name, and is gone in the end", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/status.sock`;
    await using board = await FedBoard.open();
    const umask = Deno.umask();
    {
      await using server = await serveAt({ kind: "unix", path }, board);
      deepEqual(server.address, { kind: "unix", path });
      equal(((await Deno.stat(path)).mode ?? 0) & 0o777, 0o660);
      equal(Deno.umask(), umask);
      for (const host of ["localhost:9797", "status.example.com", "leexport"]) {
        const question = { path: "/api/status", headers: { host } };
        equal((await ask({ transport: "unix", path }, question)).status, 200);
      }
      const headers = { host: "localhost:9797", authorization: `Bearer ${TOKEN}` };
      const question = { method: "POST", path: "/api/reload" };
      const at = { transport: "unix", path } as const;
      equal((await ask(at, { ...question, headers })).status, 200);
      const foreign = { ...headers, origin: "http://evil.example" };
      equal((await ask(at, { ...question, headers: foreign })).status, 403);
    }
    await rejects(() => Deno.lstat(path), Deno.errors.NotFound);
  });
});

Deno.test("a socket that a killed daemon has left is replaced", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/status.sock`;
    const script = `Deno.listen({ transport: "unix", path: ${
      JSON.stringify(path)
    } }); Deno.kill(Deno.pid, "SIGKILL");`;
    const { code } = await new Deno.Command(Deno.execPath(), { args: ["eval", script] }).output();
    ok(code !== 0 && (await Deno.lstat(path)).isSocket);
    await using board = await FedBoard.open();
    await using _server = await serveAt({ kind: "unix", path }, board);
    equal(
      (await ask({ transport: "unix", path }, { path: "/healthz", headers: { host: "x" } })).body,
      "ok\n",
    );
  });
});

Deno.test("a socket at which somebody answers is left alone, and so is a file that is none", async () => {
  await inFolder(async (folder) => {
    await using board = await FedBoard.open();
    const path = `${folder}/status.sock`;
    await using _server = await serveAt({ kind: "unix", path }, board);
    await rejects(() => serveAt({ kind: "unix", path }, board), {
      message: `Cannot serve the status page at unix:${path}: the address is in use`,
    });
    equal(
      (await ask({ transport: "unix", path }, { path: "/healthz", headers: { host: "x" } })).status,
      200,
    );
    const file = `${folder}/notes.txt`;
    await Deno.writeTextFile(file, "mine");
    await rejects(() => serveAt({ kind: "unix", path: file }, board), {
      message: `Cannot serve the status page at unix:${file}: something is there that is no socket`,
    });
    equal(await Deno.readTextFile(file), "mine");
    await rejects(() => serveAt({ kind: "unix", path: `${folder}/no/status.sock` }, board), {
      message: `Cannot serve the status page at unix:${folder}/no/status.sock: ` +
        "there is no such file or folder",
      hint: "write another path in status_address, in a folder that exists",
    });
  });
});

Deno.test("the port is free again once the status page has ended", async () => {
  await using board = await FedBoard.open();
  const first = await serveAt(LOOPBACK, board);
  await first[Symbol.asyncDispose]();
  await using again = await serveAt(first.address, board);
  deepEqual(again.address, first.address);
});
