import { deepEqual, equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runProgram } from "../program.ts";
import { canRun, isMissing } from "../servers/requirement.ts";
import { buildInFolder, NO_PACKAGES, outputOf } from "./packages.ts";

const ignore = isMissing(NO_PACKAGES);
const noShellcheck = isMissing(
  await canRun("shellcheck", ["--version"])
    ? undefined
    : "shellcheck is not there (Debian package shellcheck)",
);
const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** What each entry of a package may be used for, by its path: `-rwxr-xr-x root/root` and the like. */
async function modesIn(path: string): Promise<Map<string, string>> {
  const lines = (await outputOf("dpkg-deb", ["--contents", path])).trim().split("\n");
  return new Map(lines.map((line) => {
    const [mode, owner, _size, _day, _time, name = ""] = line.split(/\s+/);
    return [name.replace(/^\./, ""), `${mode} ${owner}`];
  }));
}

Deno.test({
  name: "lintian finds neither an error nor a warning in the package",
  ignore,
  async fn() {
    await using built = await buildInFolder();
    const args = ["--no-cfg", "--allow-root", "--fail-on", "error,warning", built.path];
    equal(await outputOf("lintian", args, { cwd: built.folder }), "");
  },
});

Deno.test({
  name: "the package has everything in Debian's places, for root to change and for all to read",
  ignore,
  async fn() {
    await using built = await buildInFolder();
    const modes = await modesIn(built.path);
    const files = [
      "/etc/leexport/config.ini",
      "/usr/lib/systemd/system/leexport.service",
      "/usr/share/bash-completion/completions/leexport",
      "/usr/share/doc/leexport/README.Debian",
      "/usr/share/doc/leexport/changelog.gz",
      "/usr/share/doc/leexport/copyright",
      "/usr/share/doc/leexport/examples/every_key.ini",
      "/usr/share/doc/leexport/examples/grafana/leexport.json",
      "/usr/share/doc/leexport/examples/leexport.logrotate",
      "/usr/share/fish/vendor_completions.d/leexport.fish",
      "/usr/share/man/man1/leexport.1.gz",
      "/usr/share/man/man5/leexport.ini.5.gz",
      "/usr/share/zsh/vendor-completions/_leexport",
    ];
    for (const file of files) equal(modes.get(file), "-rw-r--r-- root/root", file);
    equal(modes.get("/usr/bin/leexport"), "-rwxr-xr-x root/root");
    equal(modes.get("/etc/leexport/credentials/"), "drwx------ root/root");
    const rest = [...modes].filter(([path]) =>
      !files.includes(path) &&
      !/^\/usr\/(?:bin\/leexport$|share\/doc\/leexport\/examples\/)/.test(path)
    );
    const others = rest.filter(([path]) => !path.endsWith("/")).map(([path]) => path);
    deepEqual(others, ["/usr/share/lintian/overrides/leexport"]);
    const folders = rest.filter(([path]) =>
      path.endsWith("/") && path !== "/etc/leexport/credentials/"
    );
    ok(folders.every(([, mode]) => mode === "drwxr-xr-x root/root"));
  },
});

Deno.test({
  name: "dpkg keeps the config as a person has changed it, and knows the sums of the other files",
  ignore,
  async fn() {
    await using built = await buildInFolder();
    const { folder, path } = built;
    await outputOf("dpkg-deb", ["--raw-extract", path, join(folder, "all")]);
    const conffiles = await Deno.readTextFile(join(folder, "all/DEBIAN/conffiles"));
    equal(conffiles, "/etc/leexport/config.ini\n");
    const told = await outputOf("md5sum", ["--check", "--strict", "DEBIAN/md5sums"], {
      cwd: join(folder, "all"),
    });
    match(told, /^usr\/bin\/leexport: OK$/m);
    const files = [...(await modesIn(path)).keys()].filter((name) => !name.endsWith("/"));
    equal(told.trim().split("\n").length, files.length - 1);
  },
});

Deno.test({
  name: "the same source and executable give the same package, byte for byte",
  ignore,
  async fn() {
    await using first = await buildInFolder();
    const mask = Deno.umask(0o077);
    await using second = await buildInFolder().finally(() => Deno.umask(mask));
    const [one, other] = await Promise.all([first, second].map(({ path }) => Deno.readFile(path)));
    ok(one !== undefined && other !== undefined);
    deepEqual(one.length, other.length);
    ok(one.every((byte, index) => byte === other[index]));
  },
});

Deno.test({
  name:
    "the package is packed by xz, which every dpkg can unpack, whatever this machine would take",
  ignore,
  async fn() {
    Deno.env.set("DPKG_DEB_COMPRESSOR_TYPE", "gzip");
    await using built = await buildInFolder()
      .finally(() => Deno.env.delete("DPKG_DEB_COMPRESSOR_TYPE"));
    equal(
      await outputOf("ar", ["t", built.path]),
      "debian-binary\ncontrol.tar.xz\ndata.tar.xz\n",
    );
  },
});

Deno.test({
  name: "the config of the package lacks nothing but the key, and says so",
  ignore,
  async fn() {
    await using built = await buildInFolder();
    const { folder } = built;
    await outputOf("dpkg-deb", ["--extract", built.path, join(folder, "files")]);
    const config = join(folder, "files/etc/leexport/config.ini");
    const env = { CREDENTIALS_DIRECTORY: folder };
    // What the unit puts in place of a key that is not there.
    await Deno.writeTextFile(join(folder, "log-search"), "\n");
    const unconfigured = await runProgram(["check", "-c", config], { env });
    equal(unconfigured.code, 2);
    match(unconfigured.stdout, /Cannot read x_api_key of \[LE\]: credential log-search is empty\n/);
    match(unconfigured.stdout, /cannot be used: 1 problem\n/);
    await Deno.writeTextFile(join(folder, "log-search"), "0a1b2c3d\n");
    const { code, stdout } = await runProgram(["check", "-c", config], { env });
    equal(code, 0, stdout);
  },
});

Deno.test({
  name: "shellcheck has nothing against the scripts of the package",
  ignore: noShellcheck,
  async fn() {
    const scripts = ["postinst", "prerm", "postrm"].map((name) => `${ROOT}scripts/deb/${name}`);
    equal(await outputOf("shellcheck", scripts), "");
  },
});
