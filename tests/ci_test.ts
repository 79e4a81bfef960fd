import { deepEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

/** Stands for Deno, and for what installs packages: says what it was called for, prints and ends as it is told. */
const STAND_INS = {
  npx: `#!/bin/sh
case "$*" in
  *" eval "*) echo /bin/deno ;;
  *" task ok") echo "$OK_PRINTS"; exit "$OK_CODE" ;;
  *" task build "*) exit "$BUILD_CODE" ;;
  *" task stand-in "*) exit "$STAND_IN_CODE" ;;
  *" task test-executable "*) echo "$EXECUTABLE_PRINTS"; exit "$EXECUTABLE_CODE" ;;
  *) exit 99 ;;
esac
`,
  "apt-get": "#!/bin/sh\nexit 0\n",
  sudo: '#!/bin/sh\nexec "$@"\n',
};

const WELL = {
  OK_PRINTS: "200 passed, 0 failed",
  OK_CODE: "0",
  BUILD_CODE: "0",
  STAND_IN_CODE: "0",
  EXECUTABLE_PRINTS: "30 passed, 0 failed",
  EXECUTABLE_CODE: "0",
};

for (
  const [what, differences, code, last] of [
    ["all is well", {}, 0, "230 passed, 0 failed"],
    [
      "format, lint or types are not right",
      { OK_PRINTS: "", OK_CODE: "1" },
      1,
      "0 passed, 1 failed",
    ],
    [
      "a test of the source fails",
      { OK_PRINTS: "198 passed, 2 failed", OK_CODE: "1" },
      1,
      "198 passed, 2 failed",
    ],
    [
      "a test of the source is skipped",
      { OK_PRINTS: "198 passed, 0 failed, 2 skipped", OK_CODE: "1" },
      1,
      "198 passed, 1 failed",
    ],
    ["nothing can be built", { BUILD_CODE: "1" }, 1, "200 passed, 1 failed"],
    ["there is no stand-in", { STAND_IN_CODE: "1" }, 1, "200 passed, 1 failed"],
    [
      "a test of the executable fails",
      { EXECUTABLE_PRINTS: "27 passed, 3 failed", EXECUTABLE_CODE: "1" },
      1,
      "227 passed, 3 failed",
    ],
    [
      "the executable leaves something behind",
      { EXECUTABLE_CODE: "1" },
      1,
      "230 passed, 1 failed",
    ],
  ] as const
) {
  Deno.test(`.ci/run ends with ${code} and "${last}" if ${what}`, async () => {
    const tools = await Deno.makeTempDir({ prefix: "leexport-ci-" });
    try {
      for (const [name, script] of Object.entries(STAND_INS)) {
        await Deno.writeTextFile(`${tools}/${name}`, script, { mode: 0o755 });
      }
      const run = await new Deno.Command(`${ROOT}.ci/run`, {
        cwd: "/",
        env: { ...WELL, ...differences, PATH: `${tools}:${Deno.env.get("PATH")}`, TMPDIR: tools },
      }).output();
      const lines = new TextDecoder().decode(run.stdout).trimEnd().split("\n");
      deepEqual({ code: run.code, last: lines.at(-1) }, { code, last });
      const left = await Array.fromAsync(Deno.readDir(tools), ({ name }) => name);
      deepEqual(left.sort(), Object.keys(STAND_INS).sort());
    } finally {
      await Deno.remove(tools, { recursive: true });
    }
  });
}
