import { deepEqual, equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { closedHost } from "../servers/closed_host.ts";
import { canRun, isMissing } from "../servers/requirement.ts";
import { mountSmallDisk, NO_SMALL_DISK } from "../store/small_disk.ts";
import { filesBelow, INSTALLER, startMachine, SURROUNDINGS } from "./installer.ts";
import { HERE, publish } from "./published.ts";

const ARCHIVE = `leexport-0.1.0-${HERE}.tar.gz`;
const INSTALLED = [
  "644 share/bash-completion/completions/leexport",
  "644 share/doc/leexport/LICENSE",
  "644 share/doc/leexport/config.ini",
  "644 share/doc/leexport/installed",
  "644 share/doc/leexport/leexport.service",
  "644 share/fish/vendor_completions.d/leexport.fish",
  "644 share/man/man1/leexport.1",
  "644 share/man/man5/leexport.ini.5",
  "644 share/zsh/site-functions/_leexport",
  "755 bin/leexport",
];

const missing = [];
for (const tool of ["dash", "bash", "busybox", "curl", "wget"]) {
  if (!await canRun(tool, ["--help"])) missing.push(tool);
}
const ignore = isMissing(
  missing.length === 0 ? undefined : `${missing.join(", ")} not there (Debian packages)`,
);

async function versionBelow(prefix: string): Promise<string> {
  const { stdout } = await new Deno.Command(join(prefix, "bin/leexport")).output();
  return new TextDecoder().decode(stdout);
}

for (const surroundings of SURROUNDINGS) {
  const { shell, fetcher } = surroundings;
  Deno.test({
    name: `install.sh installs every file with ${shell} and the download of ${fetcher}`,
    ignore,
    async fn() {
      await using machine = await startMachine();
      const { prefix, server } = machine;
      const { code, stdout, stderr } = await machine.run([], { surroundings });
      equal(stderr, "");
      equal(
        stdout,
        `Downloading ${server.url}/download/v0.1.0/${ARCHIVE}
Installed leexport 0.1.0 below ${prefix}
Next: put ${prefix}/bin on your PATH, then leexport init
`,
      );
      equal(code, 0);
      deepEqual(await filesBelow(prefix), INSTALLED);
      equal(await versionBelow(prefix), "leexport 0.1.0\n");
    },
  });

  Deno.test({
    name: `install.sh says so when a download is cut off, with ${fetcher}`,
    ignore,
    async fn() {
      await using machine = await startMachine({ mischief: { [ARCHIVE]: "cut off" } });
      const { code, stderr } = await machine.run([], { surroundings });
      equal(code, 1);
      match(stderr, new RegExp(`^Cannot (download|trust) .*${ARCHIVE}.*\n  hint: .*\n$`));
      deepEqual(await filesBelow(machine.prefix), []);
    },
  });

  Deno.test({
    name: `install.sh says so when there is no such version, with ${fetcher}`,
    ignore,
    async fn() {
      await using machine = await startMachine();
      const { code, stderr } = await machine.run(["--version", "v7.7.7"], { surroundings });
      equal(code, 1);
      equal(
        stderr,
        `Cannot install 7.7.7: ${machine.server.url}/download/v7.7.7/SHA256SUMS is not there
  hint: choose a version that ${machine.server.url} lists
`,
      );
    },
  });

  Deno.test({
    name: `install.sh does not take a busy server for a missing version, with ${fetcher}`,
    ignore,
    async fn() {
      await using machine = await startMachine({ mischief: { SHA256SUMS: "overloaded" } });
      const { code, stderr } = await machine.run([], { surroundings });
      equal(code, 1);
      match(stderr, /^Cannot download http:.*SHA256SUMS: .*503.*\n {2}hint: check the network/);
    },
  });

  Deno.test({
    name: `install.sh says so when nobody answers, with ${fetcher}`,
    ignore,
    async fn() {
      await using machine = await startMachine();
      const url = `http://${closedHost()}`;
      const { code, stderr } = await machine.run([], { surroundings, url });
      equal(code, 1);
      match(stderr, /^Cannot download http:.*SHA256SUMS: .+\n {2}hint: check the network/);
    },
  });
}

Deno.test({
  name: "install.sh does not trust https to a wget that verifies no certificate",
  ignore,
  async fn() {
    await using machine = await startMachine();
    const { code, stderr } = await machine.run([], {
      surroundings: { shell: "busybox sh", fetcher: "busybox" },
      url: `https://${closedHost()}`,
    });
    equal(code, 1);
    equal(
      stderr,
      "Cannot download safely: this wget verifies no certificate\n  hint: install curl\n",
    );
  },
});

Deno.test({
  name: "install.sh run again changes nothing",
  ignore,
  async fn() {
    await using machine = await startMachine();
    await machine.run([]);
    const { code, stdout } = await machine.run([]);
    equal(code, 0);
    match(stdout, /One that runs goes on as it was until it is restarted/);
    deepEqual(await filesBelow(machine.prefix), INSTALLED);
  },
});

Deno.test({
  name:
    "install.sh puts a newer version in the place of an older one and leaves one that runs alone",
  ignore,
  async fn() {
    await using machine = await startMachine({ versions: ["0.1.0", "0.2.0"] });
    const executable = join(machine.prefix, "bin/leexport");
    await machine.run(["--version", "0.1.0"]);
    equal(await versionBelow(machine.prefix), "leexport 0.1.0\n");
    using running = await Deno.open(executable);
    await machine.run([]);
    equal(await versionBelow(machine.prefix), "leexport 0.2.0\n");
    match(await new Response(running.readable).text(), /leexport 0\.1\.0/);
  },
});

Deno.test({
  name: "install.sh --uninstall removes what it installed and nothing else",
  ignore,
  async fn() {
    await using machine = await startMachine();
    const { prefix } = machine;
    await machine.run([]);
    await Deno.mkdir(join(prefix, "etc"));
    for (const own of ["etc/config.ini", "bin/leexport-backup", "share/doc/leexport/notes"]) {
      await Deno.writeTextFile(join(prefix, own), "mine");
      await Deno.chmod(join(prefix, own), 0o600);
    }
    const dry = await machine.run(["--uninstall", "--dry-run"]);
    equal(dry.stdout.match(/^Would remove /gm)?.length, INSTALLED.length);
    const { code, stdout } = await machine.run(["--uninstall"]);
    equal(
      stdout,
      `Removed leexport from ${prefix}; configs and what it stored are still there\n`,
    );
    equal(code, 0);
    deepEqual(await filesBelow(prefix), [
      "600 bin/leexport-backup",
      "600 etc/config.ini",
      "600 share/doc/leexport/notes",
    ]);
  },
});

Deno.test({
  name: "install.sh --uninstall refuses where it has not installed, and a damaged list",
  ignore,
  async fn() {
    await using machine = await startMachine();
    const nothing = await machine.run(["--uninstall"]);
    equal(nothing.code, 1);
    match(nothing.stderr, /^Cannot uninstall: this script has not installed leexport below /);
    await machine.run([]);
    const list = join(machine.prefix, "share/doc/leexport/installed");
    await Deno.writeTextFile(list, "leexport 0.1.0\nbin/leexport\nshare/../../x\n");
    const damaged = await machine.run(["--uninstall"]);
    equal(damaged.code, 1);
    match(damaged.stderr, /^Cannot uninstall: .*installed is damaged\n/);
    deepEqual(await filesBelow(machine.prefix), INSTALLED);
  },
});

Deno.test({
  name: "install.sh writes nothing if the checksum is another",
  ignore,
  async fn() {
    await using machine = await startMachine({
      change: (releases) =>
        Deno.writeTextFile(join(releases, "v0.1.0", ARCHIVE), "x", { append: true }),
    });
    const { code, stderr } = await machine.run([]);
    equal(code, 1);
    match(
      stderr,
      /^Cannot trust leexport-.*: its checksum is [0-9a-f]{64}, but SHA256SUMS says [0-9a-f]{64}\n {2}hint: /,
    );
    deepEqual(await filesBelow(machine.prefix), []);
  },
});

Deno.test({
  name: "install.sh asks for a version where nothing says which is the newest",
  ignore,
  async fn() {
    await using machine = await startMachine({
      change: (releases) => Deno.remove(join(releases, "v0.1.0", "SHA256SUMS")),
    });
    const { url } = machine.server;
    const { code, stderr } = await machine.run([]);
    equal(
      stderr,
      `Cannot install the newest version: ${url}/latest/download/SHA256SUMS is not there
  hint: name a version with --version; ${url} lists them
`,
    );
    equal(code, 1);
  },
});

Deno.test({
  name: "install.sh says so when the archive is missing, or not listed for this machine",
  ignore,
  async fn() {
    await using machine = await startMachine({
      versions: ["0.1.0", "0.2.0"],
      async change(releases) {
        await Deno.remove(join(releases, "v0.1.0", ARCHIVE));
        await Deno.writeTextFile(join(releases, "v0.2.0", "SHA256SUMS"), "");
      },
    });
    const { url } = machine.server;
    const absent = await machine.run(["--version=0.1.0"]);
    equal(
      absent.stderr,
      `Cannot install 0.1.0: ${url}/download/v0.1.0/${ARCHIVE} is not there\n` +
        "  hint: run it again later\n",
    );
    const unlisted = await machine.run([]);
    match(unlisted.stderr, /^Cannot install on .*: .*SHA256SUMS does not list it\n/);
    deepEqual([absent.code, unlisted.code], [1, 1]);
  },
});

Deno.test({
  name: "install.sh writes nothing if the archive lacks a file, as one of another version may",
  ignore,
  async fn() {
    await using machine = await startMachine({
      change: (releases) => publish(releases, { version: "0.1.0", without: "man/leexport.1" }),
    });
    const { code, stderr } = await machine.run([]);
    equal(code, 1);
    equal(
      stderr,
      `Cannot install 0.1.0: ${ARCHIVE} lacks man/leexport.1
  hint: take the install.sh that ${machine.server.url} has for this version
`,
    );
    deepEqual(await filesBelow(machine.prefix), []);
  },
});

Deno.test({
  name: "install.sh refuses a prefix that cannot be written before it downloads",
  ignore,
  async fn() {
    await using machine = await startMachine();
    await Deno.writeTextFile(machine.prefix, "a file");
    const { code, stderr } = await machine.run([], { prefix: `${machine.prefix}/below` });
    equal(code, 1);
    equal(
      stderr,
      `Cannot install below ${machine.prefix}/below: ${machine.prefix} cannot be written
  hint: choose another folder with --prefix, or run it as root
`,
    );
    deepEqual(machine.server.requests, []);
  },
});

Deno.test({
  name: "install.sh refuses a folder where a file belongs before it downloads",
  ignore,
  async fn() {
    await using machine = await startMachine();
    const folder = join(machine.prefix, "bin/leexport");
    await Deno.mkdir(folder, { recursive: true });
    const { code, stderr } = await machine.run([]);
    equal(code, 1);
    equal(
      stderr,
      `Cannot install ${folder}: a folder is there
  hint: move it away, or choose another folder with --prefix
`,
    );
    deepEqual(machine.server.requests, []);
    deepEqual(await filesBelow(machine.prefix), []);
  },
});

Deno.test({
  name: "install.sh puts a file in the place of a link, and leaves alone what that leads to",
  ignore,
  async fn() {
    await using machine = await startMachine();
    const other = join(machine.home, "other");
    await Deno.writeTextFile(other, "mine");
    await Deno.mkdir(join(machine.prefix, "bin"), { recursive: true });
    await Deno.symlink(other, join(machine.prefix, "bin/leexport"));
    equal((await machine.run([])).code, 0);
    equal(await versionBelow(machine.prefix), "leexport 0.1.0\n");
    equal(await Deno.readTextFile(other), "mine");
  },
});

Deno.test({
  name: "install.sh takes a prefix with spaces, and a version with every character of one",
  ignore,
  async fn() {
    const version = "0.2.0-rc.1+build.5";
    await using machine = await startMachine({ versions: [version] });
    const prefix = `${machine.prefix} of mine`;
    const { code, stderr } = await machine.run(["--version", `v${version}`], { prefix });
    equal(stderr, "");
    equal(code, 0);
    equal(await versionBelow(prefix), `leexport ${version}\n`);
    equal((await machine.run(["--uninstall"], { prefix })).code, 0);
    deepEqual(await filesBelow(prefix), []);
  },
});

Deno.test({
  name: "install.sh leaves the older version whole on a disk that is full or read-only",
  ignore: ignore || isMissing(NO_SMALL_DISK),
  async fn() {
    await using disk = await mountSmallDisk();
    await using machine = await startMachine({ versions: ["0.1.0", "0.2.0"], padding: 400_000 });
    await machine.run(["--version", "0.1.0"], { prefix: disk.path });
    await disk.fill();
    const full = await machine.run([], { prefix: disk.path });
    equal(full.code, 1);
    match(full.stderr, /^Cannot write .*: .*No space left on device\n {2}hint: make room/);
    equal(await versionBelow(disk.path), "leexport 0.1.0\n");
    await disk.empty();
    await disk.remount("ro");
    const fixed = await machine.run([], { prefix: disk.path });
    equal(fixed.code, 1);
    match(fixed.stderr, /^Cannot install below .*: .* cannot be written\n/);
    equal(await versionBelow(disk.path), "leexport 0.1.0\n");
    deepEqual(await filesBelow(disk.path), INSTALLED);
  },
});

Deno.test({
  name: "install.sh --dry-run says what it would write, and writes nothing",
  ignore,
  async fn() {
    await using machine = await startMachine();
    const { code, stdout } = await machine.run(["--dry-run"]);
    equal(code, 0);
    const lines = stdout.trimEnd().split("\n");
    equal(lines[0], `Would download ${machine.server.url}/download/v0.1.0/${ARCHIVE} and write:`);
    ok(lines.includes(`  ${machine.prefix}/bin/leexport`));
    deepEqual(await filesBelow(machine.prefix), []);
  },
});

Deno.test({
  name: "install.sh installs into ~/.local for a user who is not root",
  ignore,
  async fn() {
    await using machine = await startMachine();
    const uid = Deno.uid() === 0 ? 65534 : Deno.uid() ?? 0;
    const { code, stdout, stderr } = await machine.run([], { prefix: undefined, uid });
    equal(stderr, "");
    equal(code, 0);
    match(stdout, new RegExp(`Installed leexport 0\\.1\\.0 below ${machine.home}/\\.local\n`));
    deepEqual(await filesBelow(join(machine.home, ".local")), INSTALLED);
  },
});

const MACHINES = [
  ["on Windows", { uname: "echo MINGW64_NT-10.0" }, /^Cannot install on Windows: /],
  ["on FreeBSD", { uname: "echo FreeBSD" }, /^Cannot install on FreeBSD: there is no leexport/],
  [
    "on another processor",
    { uname: `case $1 in -m) echo riscv64 ;; *) echo Linux ;; esac` },
    /^Cannot install on riscv64: there is no leexport for this processor\n/,
  ],
  [
    "with musl",
    { uname: `case $1 in -m) echo x86_64 ;; *) echo Linux ;; esac`, ldd: "echo musl libc >&2" },
    /^Cannot install on musl: leexport needs glibc/,
  ],
] as const;

for (const [name, tools, complaint] of MACHINES) {
  Deno.test({
    name: `install.sh says so ${name}`,
    ignore,
    async fn() {
      await using machine = await startMachine();
      const { code, stderr } = await machine.run([], { tools });
      equal(code, 1);
      match(stderr, complaint);
      deepEqual(machine.server.requests, []);
    },
  });
}

Deno.test({
  name: "install.sh explains wrong use and ends with 2",
  ignore,
  async fn() {
    await using machine = await startMachine();
    const complaints = [];
    for (const args of [["--colour"], ["--version"], ["--version", "../../x"]]) {
      const { code, stderr } = await machine.run(args);
      equal(code, 2);
      complaints.push(stderr.split("\n")[0]);
    }
    deepEqual(complaints, [
      `Cannot read "--colour": it is no option`,
      "Cannot read --version: nothing follows it",
      `Cannot read "../../x": it is no version`,
    ]);
  },
});

Deno.test({
  name: "install.sh does nothing when only a part of it has arrived",
  ignore,
  async fn() {
    await using machine = await startMachine();
    const whole = await Deno.readTextFile(INSTALLER);
    const lines = whole.trimEnd().split("\n");
    for (let count = 10; count < lines.length; count += 17) {
      await machine.run([], { script: lines.slice(0, count).join("\n") });
    }
    await machine.run([], { script: lines.slice(0, -1).join("\n") });
    deepEqual(machine.server.requests, []);
    deepEqual(await filesBelow(machine.prefix), []);
  },
});
