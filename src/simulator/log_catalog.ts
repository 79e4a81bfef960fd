import { UsageError } from "../errors.ts";
import { readLogFile } from "./log_file.ts";
import { Recording, type Replay } from "./recording.ts";
import { stableUuid } from "./stable_uuid.ts";

/** A file to be served as a log. */
export interface LogSource {
  /** `Log`, or `Set/Log`. */
  readonly name: string;
  readonly file: string;
}

/** A log that is served. */
export interface SimulatedLog {
  /** The log key: the same for the same name at every start. */
  readonly id: string;
  /** Without its set. */
  readonly name: string;
  readonly set: { readonly id: string; readonly name: string } | undefined;
  readonly recording: Recording;
  /** Of all its events, in UTF-8. */
  readonly bytes: number;
}

/** A set of logs. */
export interface SimulatedLogSet {
  readonly id: string;
  readonly name: string;
  readonly logs: readonly SimulatedLog[];
}

/** The logs that are served. */
export class LogCatalog {
  readonly logs: readonly SimulatedLog[];
  readonly sets: readonly SimulatedLogSet[];
  readonly #logs: ReadonlyMap<string, SimulatedLog>;

  constructor(logs: readonly SimulatedLog[]) {
    this.logs = logs;
    this.#logs = new Map(logs.map((log) => [log.id, log]));
    this.sets = [...Map.groupBy(logs, ({ set }) => set?.id)].flatMap(([id, members]) => {
      const name = members[0]?.set?.name;
      return id === undefined || name === undefined ? [] : [{ id, name, logs: members }];
    });
  }

  /** The log with this key, in any case. */
  log(id: string): SimulatedLog | undefined {
    return this.#logs.get(id) ?? this.#logs.get(id.toLowerCase());
  }

  /** The set with this id. */
  set(id: string): SimulatedLogSet | undefined {
    return this.sets.find((set) => set.id === id.toLowerCase());
  }

  /** The set with this name. */
  setNamed(name: string): SimulatedLogSet | undefined {
    return this.sets.find((set) => set.name === name);
  }
}

/**
 * Reads what is to be served.
 *
 * @param sources The files; names must differ.
 * @throws {UsageError} If a name is empty or repeated, or there are no files.
 * @throws {LeexportError} If a file cannot be read.
 */
export async function openLogs(
  sources: readonly LogSource[],
  options: { readonly replay: Replay; readonly startedAt: number },
): Promise<LogCatalog> {
  if (sources.length === 0) {
    throw new UsageError("Cannot simulate without logs: none was named", {
      hint: "name one with --log nginx=access.log",
    });
  }
  assertNamesDiffer(sources);
  const logs: SimulatedLog[] = [];
  for (const source of sources) logs.push(await openLog(source, options));
  return new LogCatalog(logs);
}

async function openLog(
  { name, file }: LogSource,
  options: { readonly replay: Replay; readonly startedAt: number },
): Promise<SimulatedLog> {
  const slash = name.indexOf("/");
  const setName = slash === -1 ? undefined : name.slice(0, slash);
  const table = await readLogFile(file);
  const logName = name.slice(slash + 1);
  return {
    id: await stableUuid(`log:${name}`),
    name: logName,
    set: setName === undefined
      ? undefined
      : { id: await stableUuid(`logset:${setName}`), name: setName },
    recording: new Recording(logName, table, options),
    bytes: table.bytes.reduce((sum, bytes) => sum + bytes, 0),
  };
}

function assertNamesDiffer(sources: readonly LogSource[]): void {
  const seen = new Set<string>();
  for (const { name } of sources) {
    if (name.split("/").some((part) => part.trim() === "")) {
      throw new UsageError(`Cannot simulate the log "${name}": a part of its name is empty`, {
        hint: "name it as LOG or SET/LOG",
      });
    }
    if (seen.has(name)) {
      throw new UsageError(`Cannot simulate the log "${name}": the name is there twice`, {
        hint: "give every file a name of its own",
      });
    }
    seen.add(name);
  }
}
