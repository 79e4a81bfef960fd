/** A wall clock that can be set while a program runs; its timers go on as they were. */
export interface FakeClock extends AsyncDisposable {
  /** Variables for the program that is to go by this clock. */
  readonly env: Readonly<Record<string, string>>;
  /** What the program takes for the present, Unix milliseconds. */
  now(): number;
  /** Sets the clock forward, or back, by whole seconds. */
  advance(seconds: number): Promise<void>;
}

const LIBRARY = `/usr/lib/${Deno.build.arch}-linux-gnu/faketime/libfaketimeMT.so.1`;

/** Says what a machine lacks for {@linkcode makeFakeClock}. */
export async function missingForFakeClock(): Promise<string | undefined> {
  try {
    await Deno.stat(LIBRARY);
    return undefined;
  } catch {
    return "a clock that can be set needs libfaketime: install it (apt-get install faketime)";
  }
}

/** Makes a clock that shows the machine's time until it is set. */
export async function makeFakeClock(): Promise<FakeClock> {
  const folder = await Deno.makeTempDir({ prefix: "leexport-clock-" });
  const file = `${folder}/offset`;
  await Deno.writeTextFile(file, "+0");
  let offset = 0;
  return {
    env: {
      LD_PRELOAD: LIBRARY,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
      NO_FAKE_STAT: "1",
    },
    now: () => Date.now() + offset * 1000,
    async advance(seconds) {
      offset += seconds;
      await Deno.writeTextFile(`${file}.new`, `${offset < 0 ? "-" : "+"}${Math.abs(offset)}`);
      await Deno.rename(`${file}.new`, file);
    },
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}
