import { deepEqual } from "node:assert/strict";
import { type StateFolder, stateFolder } from "../../src/process/paths.ts";

const CASES: readonly {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  readonly uid: number | null;
  readonly place: StateFolder;
}[] = [
  {
    name: "the first folder that systemd gives",
    env: { STATE_DIRECTORY: "/var/lib/a:/var/lib/b", HOME: "/root" },
    uid: 0,
    place: { kind: "folder", path: "/var/lib/a" },
  },
  {
    name: "/var/lib for root",
    env: { HOME: "/root", STATE_DIRECTORY: "" },
    uid: 0,
    place: { kind: "folder", path: "/var/lib/leexport" },
  },
  {
    name: "the XDG state folder of a user",
    env: { HOME: "/home/ann", XDG_STATE_HOME: "/home/ann/state" },
    uid: 1000,
    place: { kind: "folder", path: "/home/ann/state/leexport" },
  },
  {
    name: "the usual state folder of a user",
    env: { HOME: "/home/ann" },
    uid: 1000,
    place: { kind: "folder", path: "/home/ann/.local/state/leexport" },
  },
  {
    name: "nowhere without a home",
    env: {},
    uid: 1000,
    place: {
      kind: "nowhere",
      reason: "no folder can be chosen, because HOME is not set",
      hint: "set HOME, or state_dir in [Leexport]",
    },
  },
];

for (const { name, env, uid, place } of CASES) {
  Deno.test(`stateFolder() is ${name}`, () => {
    deepEqual(stateFolder((variable) => env[variable], { uid }), place);
  });
}
