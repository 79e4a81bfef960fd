import fc from "fast-check";
import type {
  Calculation,
  Clause,
  Expression,
  Key,
  Statement,
  Value,
} from "../../src/leql/statement.ts";

const PLACE = { offset: 0, length: 0 } as const;
const NAMES = ["status", "process.name", "rt", "user agent", "k-1", "a.*", "in", "and", "9lives"];
const WORDS = ["500", "-1e-03", "taskkill.exe", "C:/x", "-job", "25ms", "login"];
const QUOTED = ["", "banana pudding", "it's (not) [closed", "/x/", "a, b = c"];
const REGEXES = ["\\d+ \\/x", "(?P<host>\\w+)", "a|b", "[0-9]{2}"];

const key: fc.Arbitrary<Key> = fc.constantFrom(...NAMES).map((text) => ({ text, ...PLACE }));

function plain(kind: Value["kind"], texts: readonly string[]): fc.Arbitrary<Value> {
  return fc.constantFrom(...texts).map((text) => ({
    kind,
    text,
    flags: "",
    ignoreCase: false,
    ...PLACE,
  }));
}

const regex: fc.Arbitrary<Value> = fc.tuple(
  plain("regex", REGEXES),
  fc.constantFrom("", "i", "ms"),
).map(([value, flags]) => ({ ...value, flags }));

const search: fc.Arbitrary<Value> = fc.oneof(
  plain("word", WORDS),
  plain("quoted", QUOTED),
  plain("variable", ["name"]),
  regex,
);

const value: fc.Arbitrary<Value> = fc.oneof(
  search,
  plain("ip", ["10.0.0.0/8"]),
  fc.oneof(plain("word", WORDS), plain("quoted", QUOTED)).map((value) => ({
    ...value,
    ignoreCase: true,
  })),
);

const keys = fc.record({
  keys: fc.array(key, { minLength: 1, maxLength: 3 }),
  quantifier: fc.constantFrom("any" as const, "all" as const),
});

const single = fc.record({
  kind: fc.constant("comparison" as const),
  operator: fc.constantFrom("=" as const),
  negated: fc.boolean(),
  ignoreCase: fc.constant(false),
  values: value.map((only) => [only]),
  match: fc.constant("any" as const),
});

const ordered = fc.record({
  kind: fc.constant("comparison" as const),
  operator: fc.constantFrom(">" as const, ">=" as const, "<" as const, "<=" as const),
  negated: fc.constant(false),
  ignoreCase: fc.constant(false),
  values: value.map((only) => [only]),
  match: fc.constant("any" as const),
});

const listed = fc.oneof(
  fc.record({
    operator: fc.constantFrom("=" as const, "contains" as const, "starts-with" as const),
    match: fc.constant("any" as const),
  }),
  fc.record({ operator: fc.constant("contains" as const), match: fc.constant("all" as const) }),
).chain((part) =>
  fc.record({
    kind: fc.constant("comparison" as const),
    operator: fc.constant(part.operator),
    negated: fc.boolean(),
    ignoreCase: fc.boolean(),
    values: fc.array(value, { minLength: 2, maxLength: 4 }),
    match: fc.constant(part.match),
  })
);

const { expression } = fc.letrec<{ expression: Expression; terms: Expression[] }>((tie) => ({
  terms: fc.array(tie("expression"), { minLength: 2, maxLength: 4 }),
  expression: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    search.map((value): Expression => ({ kind: "text", value, ...PLACE })),
    fc.tuple(keys, fc.oneof(single, ordered, listed)).map(([keys, comparison]): Expression => ({
      ...keys,
      ...comparison,
      ...PLACE,
    })),
    fc.record({ left: key, right: key, negated: fc.boolean() }).map((parts): Expression => ({
      kind: "keys",
      ...parts,
      ...PLACE,
    })),
    tie("expression").map((term): Expression => ({ kind: "not", term, ...PLACE })),
    fc.tuple(fc.constantFrom("and" as const, "or" as const), tie("terms"))
      .map(([kind, terms]): Expression => ({ kind, terms, ...PLACE })),
  ),
}));

/** Terms of a `where`, of every kind. */
export const arbitraryExpression: fc.Arbitrary<Expression> = expression;

const number = (texts: readonly string[]) =>
  fc.constantFrom(...texts).map((text) => ({ text, ...PLACE }));

const calculation: fc.Arbitrary<Calculation> = fc.oneof(
  fc.constantFrom("count", "bytes").map((name) => ({ name, key: undefined, argument: undefined })),
  fc.tuple(fc.constantFrom("sum", "average", "unique", "sd"), key)
    .map(([name, key]) => ({ name, key, argument: undefined })),
  fc.tuple(fc.constantFrom("percentile", "pctl"), number(["95", "99.9"]), key)
    .map(([name, argument, key]) => ({ name, key, argument })),
).map((calculation) => ({ ...calculation, ...PLACE }));

const clause: fc.Arbitrary<Clause> = fc.oneof(
  arbitraryExpression.map((expression): Clause => ({ kind: "from", expression, ...PLACE })),
  fc.tuple(fc.option(arbitraryExpression, { nil: undefined }), fc.boolean())
    .map(([expression, loose]): Clause => ({
      kind: "where",
      expression,
      loose,
      bare: false,
      ...PLACE,
    })),
  fc.array(fc.record({ key, alias: fc.option(key, { nil: undefined }) }), {
    minLength: 1,
    maxLength: 3,
  }).map((columns): Clause => ({ kind: "select", columns, ...PLACE })),
  fc.array(fc.oneof(key, fc.constant({ text: "#log", ...PLACE })), { minLength: 1, maxLength: 5 })
    .map((keys): Clause => ({ kind: "groupby", keys, ...PLACE })),
  calculation.map((calculation): Clause => ({ kind: "calculate", calculation, ...PLACE })),
  fc.tuple(
    calculation,
    fc.constantFrom("=" as const, "!=" as const, ">" as const, "<=" as const),
    number(["5", "-1.5"]),
  ).map(([calculation, operator, value]): Clause => ({
    kind: "having",
    calculation,
    operator,
    value,
    ...PLACE,
  })),
  fc.array(
    fc.record({
      direction: fc.constantFrom("asc", "descending", "dsc"),
      by: fc.constantFrom("key" as const, "value" as const),
    }).map((order) => ({ ...order, ...PLACE })),
    { minLength: 1, maxLength: 2 },
  ).map((orders): Clause => ({ kind: "sort", orders, ...PLACE })),
  fc.array(number(["1", "350"]), { minLength: 1, maxLength: 2 })
    .map((counts): Clause => ({ kind: "limit", counts, ...PLACE })),
  number(["60", "5m", "1d"]).map((size): Clause => ({ kind: "timeslice", size, ...PLACE })),
);

/** Statements with clauses of every kind in any order. */
export const arbitraryStatement: fc.Arbitrary<Statement> = fc.array(clause, { maxLength: 6 })
  .map((clauses) => ({ clauses }));

/** Texts that look like statements, and texts that do not. */
export const arbitraryText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(
    fc.constantFrom(
      ..."where( groupby( calculate( having( sort( limit( timeslice( select( from( ) ( [ ] , = != == !== > <= ' \" ''' / \\ : # not and or in contains-any nocase( ip( all( loose ${x} count sum:rt percentile(95) key 500 \n é"
        .split(" "),
    ),
    { maxLength: 20 },
  ).chain((pieces) => fc.constantFrom("", " ").map((blank) => pieces.join(blank))),
);
