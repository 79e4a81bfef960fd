import { KEY } from "../terminal.ts";
import { AWKWARD_NAMES } from "./stage.ts";

const { tab } = KEY;
const { spaces, quotes, dollar, colon, foreign, backslash } = AWKWARD_NAMES;

/** What is typed behind `leexport`, and the arguments that it comes to, whatever the shell. */
export interface Row {
  readonly keys: string;
  readonly args: readonly string[];
}

/** Rows that every shell has to get right. */
export const ROWS: readonly Row[] = [
  { keys: `chec${tab}`, args: ["check"] },
  { keys: `store exp${tab}`, args: ["store", "export"] },
  { keys: `check --onl${tab}`, args: ["check", "--online"] },
  { keys: `simulate --replay end${tab}`, args: ["simulate", "--replay", "ending now"] },
  { keys: `simulate --replay=end${tab}`, args: ["simulate", "--replay=ending now"] },
  { keys: `completions zs${tab}`, args: ["completions", "zsh"] },
  { keys: `init --region eu${tab}`, args: ["init", "--region", "eu"] },
  { keys: `pause Err${tab}`, args: ["pause", spaces] },
  { keys: `pause "Err${tab}`, args: ["pause", spaces] },
  { keys: `pause 'Err${tab}`, args: ["pause", spaces] },
  { keys: `pause it${tab}`, args: ["pause", quotes] },
  { keys: `pause "it${tab}`, args: ["pause", quotes] },
  { keys: `pause 'it${tab}`, args: ["pause", quotes] },
  { keys: `pause co${tab}`, args: ["pause", dollar] },
  { keys: `pause "co${tab}`, args: ["pause", dollar] },
  { keys: `pause 'co${tab}`, args: ["pause", dollar] },
  { keys: `pause AP${tab}`, args: ["pause", colon] },
  { keys: `pause API:\\ lo${tab}`, args: ["pause", colon] },
  { keys: `pause "API: logins=${tab}`, args: ["pause", colon] },
  { keys: `pause Ü${tab}`, args: ["pause", foreign] },
  { keys: `pause ba${tab}`, args: ["pause", backslash] },
  { keys: `run Err${tab} AP${tab}`, args: ["run", spaces, colon] },
  { keys: `run -- Err${tab}`, args: ["run", "--", spaces] },
  { keys: `run -c oth${tab} Sl${tab}`, args: ["run", "-c", "other config.ini", "Slow pages"] },
  { keys: `run -c "oth${tab} Sl${tab}`, args: ["run", "-c", "other config.ini", "Slow pages"] },
  {
    keys: `run --config-file=oth${tab} Sl${tab}`,
    args: ["run", "--config-file=other config.ini", "Slow pages"],
  },
  { keys: `run -c broken.ini St${tab}`, args: ["run", "-c", "broken.ini", "Still there"] },
  { keys: `run -c nowhere.ini Err${tab}`, args: ["run", "-c", "nowhere.ini", "Err"] },
  { keys: `services ge${tab}`, args: ["services", "geckoboard"] },
  {
    keys: `services --services-dir services my${tab}`,
    args: ["services", "--services-dir", "services", "my_application"],
  },
  { keys: `status conf${tab}`, args: ["status", "conf"] },
];

/** Of each kind one, for a further way of setting a shell up. */
export const FEW_ROWS: readonly Row[] = ROWS.filter(({ keys }) =>
  [`chec${tab}`, `pause Err${tab}`, `pause "co${tab}`, `pause API:\\ lo${tab}`].includes(keys) ||
  keys.startsWith("run -c oth")
);
