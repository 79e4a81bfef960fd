import { deepEqual, ok } from "node:assert/strict";
import { Secret } from "../../src/secret.ts";
import { serve, statusConfig, TOKEN } from "./served.ts";

const BEARER = { authorization: `Bearer ${TOKEN}` };

const HOSTS: readonly (readonly [host: string, status: number])[] = [
  ["127.0.0.1", 200],
  ["127.0.0.1:9797", 200],
  ["192.0.2.7:80", 200],
  ["[::1]:9797", 200],
  ["localhost", 200],
  ["LOCALHOST:1", 200],
  ["status.example.com", 200],
  ["Status.Example.com:8443", 200],
  ["evil.example", 421],
  ["evil.example:9797", 421],
  ["localhost.evil.example", 421],
  ["127.0.0.1.evil.example", 421],
  ["status.example.com.evil.example", 421],
  ["localhost@evil.example", 421],
  ["127.1", 421],
  ["[::1].evil.example", 421],
  ["", 421],
];

for (const [host, status] of HOSTS) {
  Deno.test(`the status server answers ${status} when it is called ${JSON.stringify(host)}`, async () => {
    const config = () => statusConfig({ hosts: ["status.example.com"] });
    await using served = await serve({ config });
    for (const path of ["/api/status", "/healthz", "/metrics"]) {
      const answer = await served.ask({ path, headers: { host } });
      deepEqual(answer.status, status, path);
    }
  });
}

Deno.test("the status server says which key makes a name its own", async () => {
  await using served = await serve();
  const { body } = await served.ask({ headers: { host: "logs.example.com:9797" } });
  deepEqual(JSON.parse(body), {
    error: 'Cannot answer as "logs.example.com:9797": it is neither an address, nor localhost, ' +
      "nor a name in status_hosts",
    hint: "add status_hosts = logs.example.com to [Leexport] if it is a name of this machine",
  });
});

Deno.test("the status server takes names of the newest config", async () => {
  let hosts: readonly string[] = [];
  await using served = await serve({ config: () => statusConfig({ hosts }) });
  const question = { path: "/healthz", headers: { host: "logs.example.com" } };
  deepEqual((await served.ask(question)).status, 421);
  hosts = ["logs.example.com"];
  deepEqual((await served.ask(question)).status, 200);
});

const ORIGINS: readonly (readonly [headers: Record<string, string>, status: number])[] = [
  [{}, 200],
  [{ host: "localhost:9797", origin: "http://localhost:9797" }, 200],
  [{ host: "localhost:9797", origin: "https://localhost:9797" }, 200],
  [{ host: "localhost", origin: "http://localhost" }, 200],
  [{ host: "localhost:443", origin: "https://localhost" }, 200],
  [{ host: "localhost:9797", origin: "http://localhost:9798" }, 403],
  [{ host: "localhost:9797", origin: "http://evil.example" }, 403],
  [{ host: "localhost:9797", origin: "null" }, 403],
  [{ host: "localhost:9797", origin: "ftp://localhost:9797" }, 403],
  [{ "sec-fetch-site": "same-origin" }, 200],
  [{ "sec-fetch-site": "none" }, 200],
  [{ "sec-fetch-site": "same-site" }, 403],
  [{ "sec-fetch-site": "cross-site" }, 403],
];

for (const [headers, status] of ORIGINS) {
  const from = JSON.stringify(headers);
  Deno.test(`the status server answers ${status} to an action with ${from}`, async () => {
    await using served = await serve();
    const question = { method: "POST", path: "/api/reload", headers: { ...BEARER, ...headers } };
    deepEqual((await served.ask(question)).status, status);
    deepEqual(served.controls.asked, status === 200 ? ["reload"] : []);
  });
}

Deno.test("the status server refuses an action without a token in the config, and says which key to add", async () => {
  await using served = await serve({ config: () => statusConfig({ token: undefined }) });
  const answer = await served.ask({ method: "POST", path: "/api/reload", headers: BEARER });
  deepEqual(answer.status, 403);
  deepEqual(JSON.parse(answer.body), {
    error: "Cannot act: the config holds no status_token",
    hint: "add status_token = … to [Leexport], 16 characters or more",
  });
});

const WRONG: readonly (readonly [authorization: string | undefined, error: string])[] = [
  [undefined, "Cannot act: the request holds no token"],
  [`Bearer ${TOKEN}x`, "Cannot act: the token is wrong"],
  [`Bearer ${TOKEN.slice(1)}`, "Cannot act: the token is wrong"],
  [`Basic ${TOKEN}`, "Cannot act: the token is wrong"],
  [TOKEN, "Cannot act: the token is wrong"],
  ["Bearer", "Cannot act: the token is wrong"],
];

for (const [authorization, error] of WRONG) {
  Deno.test(`the status server refuses an action with Authorization: ${authorization}`, async () => {
    await using served = await serve();
    const headers = authorization === undefined ? {} : { authorization };
    for (const path of ["/api/reload", "/api/retry", "/api/searches/errors/run", "/nowhere"]) {
      const answer = await served.ask({ method: "POST", path, headers });
      deepEqual(answer.status, 401);
      deepEqual(JSON.parse(answer.body).error, error);
    }
    deepEqual(served.controls.asked, []);
  });
}

Deno.test("the status server looks at no token for a minute after ten wrong ones", async () => {
  let now = 1_764_000_000_000;
  await using served = await serve({ now: () => now });
  const act = async (token: string) => {
    const headers = { authorization: `Bearer ${token}` };
    return await served.ask({ method: "POST", path: "/api/reload", headers });
  };
  for (let index = 0; index < 10; index++) {
    deepEqual((await act(`wrong-${index}`)).status, 401);
    now += 1000;
  }
  const refused = await act(TOKEN);
  deepEqual(refused.status, 429);
  deepEqual(refused.headers.get("retry-after"), "50");
  deepEqual(JSON.parse(refused.body), {
    error: "Cannot act: too many wrong tokens were sent in the last minute",
    hint: "try again in 50 seconds",
  });
  now += 50_000;
  deepEqual((await act(TOKEN)).status, 200);
  deepEqual((await act("wrong")).status, 401);
  deepEqual((await act(TOKEN)).status, 429);
});

Deno.test("the status server reads no long body", async () => {
  await using served = await serve();
  const question = { method: "POST", path: "/api/reload", headers: BEARER };
  deepEqual((await served.ask({ ...question, body: "x".repeat(1024) })).status, 200);
  const answer = await served.ask({ ...question, body: "x".repeat(1025) });
  deepEqual(answer.status, 413);
  deepEqual(JSON.parse(answer.body).error, "Cannot act: the request holds more than 1024 bytes");
  deepEqual(served.controls.asked, ["reload"]);
});

for (const method of ["PUT", "DELETE", "OPTIONS", "PATCH"]) {
  Deno.test(`the status server refuses ${method}`, async () => {
    await using served = await serve();
    const answer = await served.ask({ method, path: "/api/status", headers: BEARER });
    deepEqual(answer.status, 405);
    deepEqual(answer.headers.get("allow"), "GET, HEAD, POST");
  });
}

Deno.test("the status server acts on no GET", async () => {
  await using served = await serve();
  for (const path of ["/api/reload", "/api/searches/errors/run"]) {
    deepEqual((await served.ask({ path, headers: BEARER })).status, 404);
  }
  deepEqual(served.controls.asked, []);
});

Deno.test("every answer of the status server tells browsers what they may not do with it", async () => {
  await using served = await serve();
  const paths = ["/", "/api/status", "/api/reload", "/nowhere", "/metrics", "/readyz", "/%E0%A4%A"];
  for (const path of paths) {
    for (const method of ["GET", "HEAD", "POST", "PUT"]) {
      const { headers } = await served.ask({ method, path });
      const policy = headers.get("content-security-policy") ?? "";
      ok(policy.startsWith("default-src 'none'; script-src 'self'; "), `${method} ${path}`);
      ok(!policy.includes("unsafe"), policy);
      deepEqual(headers.get("x-content-type-options"), "nosniff");
      deepEqual(headers.get("referrer-policy"), "no-referrer");
      deepEqual(headers.get("cross-origin-resource-policy"), "same-origin");
      deepEqual(headers.get("cross-origin-opener-policy"), "same-origin");
      deepEqual(headers.get("access-control-allow-origin"), null);
    }
  }
});

Deno.test("no answer of the status server holds a secret", async () => {
  const secret = "s3cret-of-a-destination";
  new Secret(secret);
  await using served = await serve({ metrics: () => Promise.resolve(`# ${secret}\n`) });
  served.board.answer("errors", JSON.stringify(secret));
  served.board.fail(`it answered ${secret}`);
  for (
    const path of ["/api/status", "/metrics", "/api/pictures/errors/destination", `/${secret}`]
  ) {
    const { body } = await served.ask({ path });
    ok(!body.includes(secret) && body.includes("[secret]"), body);
  }
});
