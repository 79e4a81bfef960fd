import { LeexportError } from "../../src/errors.ts";
import { runTool } from "../release/tool.ts";

/** What Debian calls the machines that executables are built for. */
export const ARCHITECTURES = ["amd64", "arm64"] as const;

/** One of {@linkcode ARCHITECTURES}. */
export type Architecture = typeof ARCHITECTURES[number];

/** What an executable asks of the machine that it runs on. */
export interface Needs {
  readonly architecture: Architecture;
  /** As `Depends:` of a package has it: `libc6 (>= 2.27), libgcc-s1`. */
  readonly depends: string;
}

const MACHINES: Readonly<Record<string, Architecture>> = {
  "Advanced Micro Devices X86-64": "amd64",
  "AArch64": "arm64",
};
/** Which package holds a library, by the name that the loader looks for. */
const PACKAGES: readonly (readonly [RegExp, string])[] = [
  [/^(?:libc|libm|libdl|libpthread|librt|libutil|ld-linux-[\w-]+)\.so\.\d$/, "libc6"],
  [/^libgcc_s\.so\.1$/, "libgcc-s1"],
];

/**
 * Reads from an executable which packages it needs, also from one for another machine. The version of libc6 is that of
 * the newest symbol that is asked for: `dpkg-shlibdeps` would name the one that the symbols moved to in the C library of
 * the machine that builds, and would shut out systems on which the executable runs.
 *
 * @param binary Path of an ELF executable.
 * @throws {LeexportError} If it is not there, is none, is for another machine, or needs a library of a package that is not known here.
 */
export async function readNeeds(binary: string): Promise<Needs> {
  await assertThere(binary);
  const report = await runTool("readelf", ["--wide", "-h", "-d", "-V", binary], {
    env: { LC_ALL: "C" },
  });
  const machine = /^ +Machine: +(.+)$/m.exec(report)?.[1] ?? "unknown";
  const architecture = MACHINES[machine];
  if (architecture === undefined) {
    throw new LeexportError(`Cannot package ${binary}: its machine is "${machine}"`, {
      hint: "name an executable for x86-64 or AArch64 Linux",
    });
  }
  const libraries = matches(report, /\(NEEDED\).*\[([^\]]+)\]/g);
  const packages = new Set(libraries.map((library) => packageOf(library, binary)));
  const glibc = newest(matches(report, /Name: GLIBC_([\d.]+)/g));
  const depends = [...packages].sort().map((name) =>
    name === "libc6" && glibc !== undefined ? `${name} (>= ${glibc})` : name
  );
  return { architecture, depends: depends.join(", ") };
}

async function assertThere(binary: string): Promise<void> {
  try {
    await Deno.stat(binary);
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    throw new LeexportError(`Cannot package ${binary}: it is not there`, {
      hint: "run deno task build first",
      cause,
    });
  }
}

function packageOf(library: string, binary: string): string {
  const found = PACKAGES.find(([pattern]) => pattern.test(library));
  if (found !== undefined) return found[1];
  throw new LeexportError(`Cannot package ${binary}: it needs ${library}, of an unknown package`, {
    hint: "add the library and its package to scripts/deb/needed_packages.ts",
  });
}

function matches(text: string, pattern: RegExp): string[] {
  return Array.from(text.matchAll(pattern), ([, part = ""]) => part);
}

/** The highest of versions such as `2.27`, `2.4`. */
function newest(versions: readonly string[]): string | undefined {
  const { compare } = new Intl.Collator("en", { numeric: true });
  return versions.toSorted(compare).at(-1);
}
