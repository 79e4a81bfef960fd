import type { AnswerShape } from "../key.ts";
import { bindCapture, type Capture, capturesOf } from "./captures.ts";
import { bindCondition, type Condition, unknownVariable } from "./condition.ts";
import type { EventTable } from "./event_table.ts";
import { type FunctionName, ruleOf } from "./functions.ts";
import { parseQuantity } from "./quantity.ts";
import { shapeOf } from "./shape.ts";
import {
  type Calculation,
  clauseOf,
  isVariable,
  type NumberText,
  type Statement,
  type WhereClause,
} from "./statement.ts";
import { StatementError } from "./statement_error.ts";

/** The events of one log, and the name that `groupby(#log)` shows. */
export interface NamedTable {
  readonly name: string;
  readonly table: EventTable;
}

/** A function with what it needs. */
export interface Measure {
  readonly name: FunctionName;
  readonly key: string | undefined;
  /** For `percentile`: between 0 and 100. */
  readonly percentile: number | undefined;
}

/** The events of one log that a statement asks about, with what it asks of them; parallel arrays. */
export interface MatchedEvents {
  /** Unix milliseconds as recorded, ascending. */
  readonly times: Float64Array;
  /** Places in the table; `undefined` where every event matches. */
  readonly events: Int32Array | undefined;
  /** For each event its group, a place in {@linkcode PreparedStatement.paths}, or -1; `undefined` without groupby. */
  readonly groups: Int32Array | undefined;
  /** For each event what `calculate` takes of it, `NaN` for nothing; `undefined` where each counts one. */
  readonly numbers: ArrayLike<number> | undefined;
  /** The same for `having`; `undefined` without it, or where each counts one. */
  readonly havingNumbers: ArrayLike<number> | undefined;
}

/** A run of matched events: those from `first` up to, not including, `end`. */
export interface MatchedRun {
  readonly events: MatchedEvents;
  readonly shift: number;
  readonly first: number;
  readonly end: number;
}

const LONGEST_MS = 10_000;
const ENCODER = new TextEncoder();

/**
 * A statement made ready to be asked again and again: which events of a log match, which group each belongs to and
 * which number each gives is found out once for each log; a query then only adds up a stretch of it.
 */
export class PreparedStatement {
  readonly statement: Statement;
  /** What its answer looks like; `undefined` for a search of events. */
  readonly shape: AnswerShape | undefined;
  /** What `calculate` asks; `groupby` alone counts. */
  readonly measure: Measure;
  /** What `having` asks. */
  readonly havingMeasure: Measure | undefined;
  /** The groups met so far: one text for each key of `groupby`. */
  readonly paths: (readonly string[])[] = [];
  readonly #groupOf = new Map<string, number>();
  readonly #uniques = new Map<string, number>();
  readonly #captures: readonly Capture[];
  readonly #wheres: readonly WhereClause[];
  readonly #matched = new Map<EventTable, MatchedEvents>();

  /**
   * @param statement As parsed, without errors of the lint.
   * @throws {StatementError} If it cannot be evaluated.
   */
  constructor(statement: Statement) {
    for (const number of numbersOf(statement)) {
      if (isVariable(number)) throw unknownVariable({ ...number, text: number.text.slice(2, -1) });
    }
    this.statement = statement;
    this.shape = shapeOf(statement);
    this.measure = measureOf(clauseOf(statement, "calculate")?.calculation);
    const having = clauseOf(statement, "having")?.calculation;
    this.havingMeasure = having === undefined ? undefined : measureOf(having);
    this.#wheres = statement.clauses.filter((clause) => clause.kind === "where");
    this.#captures = this.#wheres.flatMap(({ expression }) =>
      expression === undefined ? [] : capturesOf(expression)
    );
  }

  /** Numbers kept in memory, to say when enough are kept. */
  get weight(): number {
    return this.#matched.values().reduce(
      (sum, { times, groups, numbers }) =>
        sum + times.length + (groups?.length ?? 0) + (numbers?.length ?? 0),
      0,
    );
  }

  /**
   * Finds the events of a log that match, once.
   *
   * @throws {StatementError} If the statement cannot be evaluated, or takes too long.
   */
  matched(log: NamedTable): MatchedEvents {
    let matched = this.#matched.get(log.table);
    if (matched === undefined) {
      matched = this.#match(log);
      this.#matched.set(log.table, matched);
    }
    return matched;
  }

  #match(log: NamedTable): MatchedEvents {
    const { table } = log;
    const events = this.#matchingEvents(table);
    const count = events?.length ?? table.length;
    const eventAt = (index: number) => events?.[index] ?? index;
    const keys = clauseOf(this.statement, "groupby")?.keys;
    const measured = { count, eventAt };
    return {
      times: events === undefined
        ? table.times
        : Float64Array.from(events, (event) => table.times[event] ?? 0),
      events,
      groups: keys === undefined
        ? undefined
        : this.#groups(keys.map(({ text }) => this.#reader(text, log)), measured),
      numbers: this.#numbers(this.measure, log, measured),
      havingNumbers: this.havingMeasure && this.#numbers(this.havingMeasure, log, measured),
    };
  }

  #matchingEvents(table: EventTable): Int32Array | undefined {
    const conditions = this.#wheres.flatMap(({ expression, loose }): Condition[] =>
      expression === undefined ? [] : [bindCondition(expression, table, { loose })]
    );
    if (conditions.length === 0) return undefined;
    const deadline = performance.now() + LONGEST_MS;
    const found: number[] = [];
    for (let event = 0; event < table.length; event++) {
      if (conditions.every((condition) => condition(event))) found.push(event);
      if (performance.now() > deadline) throw tooSlow();
    }
    return Int32Array.from(found);
  }

  #groups(
    readers: readonly ((event: number) => string | undefined)[],
    { count, eventAt }: { count: number; eventAt: (index: number) => number },
  ): Int32Array {
    return Int32Array.from({ length: count }, (_, index) => {
      const path: string[] = [];
      for (const reader of readers) {
        const text = reader(eventAt(index));
        if (text === undefined) return -1;
        path.push(text);
      }
      return this.#group(path);
    });
  }

  #group(path: readonly string[]): number {
    const [first = ""] = path;
    const name = path.length === 1 ? first : JSON.stringify(path);
    let group = this.#groupOf.get(name);
    if (group === undefined) {
      group = this.paths.push(path) - 1;
      this.#groupOf.set(name, group);
    }
    return group;
  }

  #numbers(
    { name, key }: Measure,
    log: NamedTable,
    { count, eventAt }: { count: number; eventAt: (index: number) => number },
  ): ArrayLike<number> | undefined {
    const { table } = log;
    if (key === undefined) {
      if (name === "count") return undefined;
      return Int32Array.from({ length: count }, (_, index) => table.bytes[eventAt(index)] ?? 0);
    }
    const read = this.#reader(key, log);
    const number = this.#numberOf(name);
    return Float64Array.from({ length: count }, (_, index) => {
      const text = read(eventAt(index));
      return text === undefined ? NaN : number(text);
    });
  }

  #numberOf(name: FunctionName): (text: string) => number {
    switch (name) {
      case "count":
        return () => 1;
      case "bytes":
        return (text) => ENCODER.encode(text).length;
      case "unique":
        return (text) => this.#unique(text);
      default:
        return (text) => parseQuantity(text)?.number ?? NaN;
    }
  }

  #unique(text: string): number {
    let number = this.#uniques.get(text);
    if (number === undefined) {
      number = this.#uniques.size;
      this.#uniques.set(text, number);
    }
    return number;
  }

  /** Reads a key of an event: the log's name, what a regular expression captured, or the event's own. */
  #reader(key: string, { table, name }: NamedTable): (event: number) => string | undefined {
    if (key.toLowerCase() === "#log") return () => name;
    const captures = this.#captures.filter(({ names }) => names.includes(key))
      .map((capture) => bindCapture(capture, key, table));
    const column = table.column(key);
    return (event) => {
      for (const captured of captures) {
        const text = captured(event);
        if (text !== undefined) return text;
      }
      const code = column?.codes[event] ?? 0;
      return code === 0 ? undefined : column?.texts[code];
    };
  }
}

/** The numbers of clauses, which a variable may stand for. */
function numbersOf({ clauses }: Statement): readonly NumberText[] {
  return clauses.flatMap((clause) => {
    switch (clause.kind) {
      case "having":
        return [clause.value];
      case "limit":
        return clause.counts;
      case "timeslice":
        return [clause.size];
      default:
        return [];
    }
  });
}

function measureOf(calculation: Calculation | undefined): Measure {
  if (calculation === undefined) return { name: "count", key: undefined, percentile: undefined };
  const rule = ruleOf(calculation);
  if (rule === undefined) throw new TypeError(`no function "${calculation.name}"`);
  const percentile = rule.argument === "required" ? Number(calculation.argument?.text) : undefined;
  return { name: rule.name, key: calculation.key?.text, percentile };
}

function tooSlow(): StatementError {
  return new StatementError(
    `Cannot search the log: it takes longer than ${LONGEST_MS / 1000} seconds`,
    { offset: 0, length: 0, hint: "write simpler regular expressions, or take a shorter log" },
  );
}
