import type { Severity } from "../errors.ts";
import { suggest } from "../suggest.ts";
import { expressionProblems } from "./expression_lint.ts";
import { FUNCTION_NAMES, ruleOf } from "./functions.ts";
import { CLAUSE_KINDS, parseStatement } from "./parser.ts";
import { shapeOf } from "./shape.ts";
import {
  type Calculation,
  type Clause,
  clauseOf,
  isVariable,
  type LimitClause,
  type SortClause,
  type Span,
  type Statement,
  type TimesliceClause,
} from "./statement.ts";
import { StatementError } from "./statement_error.ts";
import type { StatementProblem } from "./statement_problem.ts";
import { slicingOf } from "./timeslice.ts";

const MOST_GROUP_KEYS = 5;
const MANY_SLICES = 1000;
const SORT_DIRECTIONS = ["asc", "ascending", "desc", "descending", "dsc"];
const OTHER_FUNCTION_NAMES: ReadonlyMap<string, string> = new Map([
  ["avg", "average"],
  ["mean", "average"],
  ["stddev", "standarddeviation"],
  ["stdev", "standarddeviation"],
  ["distinct", "unique"],
  ["cardinality", "unique"],
  ["total", "sum"],
  ["maximum", "max"],
  ["minimum", "min"],
]);

/**
 * Says what is wrong with a statement that is to give statistics. Never throws.
 *
 * @param statement The text of a statement.
 * @returns Its problems in the order of the text; empty if there are none.
 */
export function lintStatement(statement: string): readonly StatementProblem[] {
  if (statement.trim() === "") {
    return [{
      severity: "error",
      offset: 0,
      length: statement.length,
      message: "Cannot ask anything: the statement is empty",
      hint: "write calculate(count) for the number of events",
    }];
  }
  try {
    const parsed = parseStatement(statement);
    return [...statisticsProblems(parsed, statement), ...clauseProblems(parsed)]
      .sort((a, b) => a.offset - b.offset);
  } catch (error) {
    if (!(error instanceof StatementError)) throw error;
    const { offset, length, message, hint } = error;
    return [{ severity: "error", offset, length, message, hint }];
  }
}

function statisticsProblems(statement: Statement, text: string): readonly StatementProblem[] {
  if (shapeOf(statement) !== undefined) return [];
  return [
    problem("error", { offset: 0, length: text.length }, {
      message:
        "Cannot make numbers of events: the statement has neither calculate(…) nor groupby(…)",
      hint: "add calculate(count)",
    }),
  ];
}

/**
 * Says what is wrong with the clauses of a statement, whether it gives statistics or events.
 *
 * @param statement As parsed.
 * @returns Its problems, in no particular order.
 */
export function clauseProblems(statement: Statement): readonly StatementProblem[] {
  return [
    ...statement.clauses.flatMap((clause) => problemsOf(clause)),
    ...orderProblems(statement.clauses),
    ...missingGroupProblems(statement),
  ];
}

function problemsOf(clause: Clause): readonly StatementProblem[] {
  switch (clause.kind) {
    case "where":
      return [
        ...clause.bare ? [bareTerms(clause)] : [],
        ...clause.expression === undefined ? [] : expressionProblems(clause.expression),
      ];
    case "groupby":
      return clause.keys.length <= MOST_GROUP_KEYS ? [] : [problem("error", clause, {
        message:
          `Cannot group by ${clause.keys.length} keys: ${MOST_GROUP_KEYS} are the most there can be`,
        hint: "take keys away from groupby",
      })];
    case "calculate":
      return calculationProblems(clause.calculation);
    case "having":
      return [
        ...calculationProblems(clause.calculation),
        ...isVariable(clause.value) || Number.isFinite(Number(clause.value.text))
          ? []
          : [problem("error", clause.value, {
            message: `Cannot compare with "${clause.value.text}": having compares with a number`,
            hint: "write having(count > 10)",
          })],
      ];
    case "sort":
      return sortProblems(clause);
    case "limit":
      return limitProblems(clause);
    case "timeslice":
      return timesliceProblems(clause);
    case "from":
    case "select":
      return [];
  }
}

function sortProblems({ orders }: SortClause): readonly StatementProblem[] {
  return orders.filter(({ direction }) => !SORT_DIRECTIONS.includes(direction)).map((order) =>
    problem("error", order, {
      message: `Cannot sort by "${order.direction}": it is neither asc nor desc`,
      hint: "write sort(asc), sort(desc) or sort(asc#key)",
    })
  );
}

function limitProblems({ counts }: LimitClause): readonly StatementProblem[] {
  const wrong = counts.filter((count) => !isVariable(count) && !/^0*[1-9]\d*$/.test(count.text));
  return wrong.map((count) =>
    problem("error", count, {
      message: `Cannot limit to "${count.text}": it is not a positive whole number`,
      hint: "write limit(10)",
    })
  );
}

function bareTerms(clause: Span): StatementProblem {
  return problem("warning", clause, {
    message: "Cannot be sure that the API takes search terms outside of where(…)",
    hint: "put them into where(…)",
  });
}

function timesliceProblems(clause: TimesliceClause): readonly StatementProblem[] {
  if (isVariable(clause.size)) return [];
  const slicing = slicingOf(clause);
  if (slicing === undefined) {
    return [problem("error", clause.size, {
      message:
        `Cannot cut the window by "${clause.size.text}": it is neither a positive whole number nor a duration`,
      hint: "write timeslice(60) for 60 slices, or timeslice(5m) for slices of five minutes",
    })];
  }
  if (!("slices" in slicing) || slicing.slices <= MANY_SLICES) return [];
  return [problem("warning", clause.size, {
    message: `Cannot be sure that the API cuts a window into ${slicing.slices} slices`,
    hint: `ask for ${MANY_SLICES} slices at the most`,
  })];
}

function calculationProblems(calculation: Calculation): readonly StatementProblem[] {
  const { name, key, argument } = calculation;
  const rule = ruleOf(calculation);
  if (rule === undefined) return [unknownFunction(calculation)];
  if (rule.argument === "required") {
    const number = Number(argument?.text ?? "");
    if (!(number > 0 && number < 100)) {
      return [problem("error", argument ?? calculation, {
        message: argument === undefined
          ? `Cannot calculate ${name}: it does not say which`
          : `Cannot calculate ${name} ${argument.text}: it is not a number between 0 and 100`,
        hint: "write percentile(95):key",
      })];
    }
  }
  if (rule.key === "required" && (key === undefined || key.text === "")) {
    return [problem("error", calculation, {
      message: `Cannot calculate ${name}: it does not say of which key`,
      hint: `write ${name}${rule.argument === "required" ? "(95)" : ""}:key`,
    })];
  }
  if (rule.argument === "none" && argument !== undefined) {
    return [problem("error", argument, {
      message: `Cannot calculate ${name}(${argument.text}): ${name} takes no number`,
      hint: `write ${name}${key === undefined ? "" : `:${key.text}`}`,
    })];
  }
  return [];
}

function unknownFunction({ name, offset }: Calculation): StatementProblem {
  const percentile = /^(?:p|pct|pctl|percentile)(\d{1,2})$/.exec(name)?.[1];
  const meant = percentile === undefined
    ? OTHER_FUNCTION_NAMES.get(name) ?? suggest(name, FUNCTION_NAMES)
    : `percentile(${percentile})`;
  return problem("error", { offset, length: name.length }, {
    message: `Cannot calculate "${name}": there is no such function`,
    hint: meant === undefined
      ? `write one of ${FUNCTION_NAMES.join(", ")}`
      : `did you mean ${meant}`,
  });
}

function orderProblems(clauses: readonly Clause[]): readonly StatementProblem[] {
  const problems: StatementProblem[] = [];
  const seen = new Set<string>();
  let furthest = -1;
  for (const clause of clauses) {
    const place = CLAUSE_KINDS.indexOf(clause.kind);
    if (seen.has(clause.kind)) {
      problems.push(problem("warning", clause, {
        message: `Cannot be sure what a second ${clause.kind} does`,
        hint: `write one ${clause.kind}`,
      }));
    } else if (place < furthest) {
      problems.push(problem("warning", clause, {
        message: `Cannot be sure that the API takes ${clause.kind} after ${CLAUSE_KINDS[furthest]}`,
        hint: `write the clauses in the order ${CLAUSE_KINDS.join(", ")}`,
      }));
    }
    seen.add(clause.kind);
    furthest = Math.max(furthest, place);
  }
  return problems;
}

function missingGroupProblems(statement: Statement): readonly StatementProblem[] {
  const groupBy = clauseOf(statement, "groupby");
  const limit = clauseOf(statement, "limit");
  if (groupBy === undefined) {
    if (shapeOf(statement) === undefined) return [];
    return statement.clauses.filter(({ kind }) => ["sort", "limit", "having"].includes(kind))
      .map((clause) =>
        problem("warning", clause, {
          message: `Cannot use ${clause.kind} without groupby: it acts on groups`,
          hint: `add groupby(key), or take ${clause.kind} away`,
        })
      );
  }
  if (limit === undefined || limit.counts.length <= groupBy.keys.length) return [];
  return [problem("warning", limit, {
    message: `Cannot use ${limit.counts.length} limits: groupby has ${groupBy.keys.length} key${
      groupBy.keys.length === 1 ? "" : "s"
    }`,
    hint: "write at most one limit for each key of groupby",
  })];
}

function problem(
  severity: Severity,
  { offset, length }: Span,
  said: { readonly message: string; readonly hint: string },
): StatementProblem {
  return { severity, offset, length, ...said };
}
