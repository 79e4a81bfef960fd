import { equal, match, rejects } from "node:assert/strict";
import { type Architecture, readNeeds } from "../../scripts/deb/needed_packages.ts";
import { LeexportError } from "../../src/errors.ts";
import { isMissing } from "../servers/requirement.ts";
import { NO_PACKAGES } from "./packages.ts";

const ignore = isMissing(NO_PACKAGES);
const ARCHITECTURES: Readonly<Record<typeof Deno.build.arch, Architecture>> = {
  x86_64: "amd64",
  aarch64: "arm64",
};

Deno.test({
  name: "readNeeds() asks for the C library whose newest symbol Deno needs, and for that of GCC",
  ignore,
  async fn() {
    const { architecture, depends } = await readNeeds(Deno.execPath());
    equal(architecture, ARCHITECTURES[Deno.build.arch]);
    match(depends, /^libc6 \(>= 2\.\d+\), libgcc-s1$/);
  },
});

Deno.test({
  name: "readNeeds() tells 2.4 from 2.34",
  ignore,
  async fn() {
    const { depends } = await readNeeds("/usr/bin/gzip");
    match(depends, /^libc6 \(>= 2\.\d\d\)$/);
  },
});

Deno.test({
  name: "readNeeds() refuses an executable with a library of a package that it does not know",
  ignore,
  async fn() {
    await rejects(
      readNeeds("/usr/bin/ls"),
      new LeexportError(
        "Cannot package /usr/bin/ls: it needs libselinux.so.1, of an unknown package",
        { hint: "add the library and its package to scripts/deb/needed_packages.ts" },
      ),
    );
  },
});

Deno.test({
  name: "readNeeds() says what to do where there is no executable",
  ignore,
  async fn() {
    await rejects(
      readNeeds("/nowhere/leexport"),
      new LeexportError("Cannot package /nowhere/leexport: it is not there", {
        hint: "run deno task build first",
      }),
    );
  },
});
