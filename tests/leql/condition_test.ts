import assert from "node:assert/strict";
import { bindCondition } from "../../src/leql/condition.ts";
import { parseStatement } from "../../src/leql/parser.ts";
import { clauseOf } from "../../src/leql/statement.ts";
import { StatementError } from "../../src/leql/statement_error.ts";
import { tableOf } from "./table.ts";

const TABLE = tableOf([
  {
    time: 0,
    text: "GET /cart run-parts user=Ann status=200 took=25ms",
    fields: { user: "Ann", status: "200", took: "25ms", ip: "10.0.0.7", path: "/cart", "a.x": "1" },
  },
  {
    time: 1,
    text: "POST /api/orders running user=bob status=503 took=1.5s Émile",
    fields: { user: "bob", status: "503", took: "1.5s", ip: "10.1.0.7", path: "/api/orders" },
  },
  {
    time: 2,
    text: "GET /api/products Run user=ann status=404 took=900",
    fields: { user: "ann", owner: "ANN", status: "404", took: "900", ip: "fe80::1", "a.y": "2" },
  },
  { time: 3, text: "nothing to see (at all)", fields: { status: "-", size: "10KB", gone: "null" } },
]);

function matches(where: string): readonly number[] {
  const clause = clauseOf(parseStatement(`where(${where})`), "where");
  assert.ok(clause?.expression !== undefined);
  const condition = bindCondition(clause.expression, TABLE, { loose: clause.loose });
  return [0, 1, 2, 3].filter((event) => condition(event));
}

const CASES: readonly (readonly [where: string, ...events: number[]])[] = [
  ["user=Ann", 0],
  ["user=NOCASE(ANN)", 0, 2],
  ["user!=Ann", 1, 2, 3],
  ["NOT user=Ann", 1, 2, 3],
  ["user=Ann OR user=bob", 0, 1],
  ["user=ann status=404", 2],
  ["user=ann NOT status=404"],
  ["(user=ann OR user=bob) AND status>=500", 1],
  ["status=200", 0],
  ["status=2e2", 0],
  ['status="2e2"'],
  ["status>200", 1, 2],
  ["status>=404", 1, 2],
  ["status<404", 0],
  ["status<=404", 0, 2],
  ["status>abc"],
  ["took>25", 2],
  ["took>=25ms", 0, 1, 2],
  ["took>26ms", 1, 2],
  ["took>1s", 1, 2],
  ["size>9kb", 3],
  ["size>9KiB", 3],
  ["size>10KiB"],
  ["size>5ms"],
  ["path CONTAINS api", 1],
  ["path CONTAINS API"],
  ["path ICONTAINS API", 1],
  ['path STARTS-WITH "/c"', 0],
  ['path NOT STARTS-WITH "/c"', 1, 2, 3],
  ['path ISTARTS-WITH "/C"', 0],
  ["user IN [Ann, bob]", 0, 1],
  ["user NOT IN [Ann, bob]", 2, 3],
  ["user IIN [ANN, BOB]", 0, 1, 2],
  ["user IN [/^a/, bob]", 1, 2],
  ["path CONTAINS-ANY [cart, orders]", 0, 1],
  ["path CONTAINS-ALL [api, orders]", 1],
  ["path ICONTAINS-ALL [API, ORDERS]", 1],
  ['path STARTS-WITH-ANY ["/x", "/cart"]', 0],
  ["user,owner=ANN", 2],
  ["user,owner=NOCASE(ann)", 0, 2],
  ["ALL(user,owner)=NOCASE(ann)", 2],
  ["user==owner"],
  ["user==owner, loose", 2],
  ["user!==owner", 0, 1, 2, 3],
  ["status==a.x"],
  ["ip=IP(10.0.0.0/16)", 0],
  ["ip=IP(10.0.0.0/8)", 0, 1],
  ["ip IN [IP(10.1.0.0/16), IP(fe80::/10)]", 1, 2],
  ["ip NOT IN [IP(10.0.0.0/8)]", 2, 3],
  ["a.*=1", 0],
  ["a.*>0", 0, 2],
  ["gone=null", 0, 1, 2, 3],
  ["gone!=null"],
  ["owner!=null", 2],
  ["nosuch=1"],
  ["nosuch!=1", 0, 1, 2, 3],
  ["run", 0],
  ["Run", 2],
  ["run, loose", 0, 1, 2],
  ['"to see"', 3],
  ['"to se"'],
  ['"(at"', 3],
  ["Émile", 1],
  ["mile"],
  ["404", 2],
  ["/run/", 0, 1],
  ["/run/i", 0, 1, 2],
  ["/(?i)RUN/", 0, 1, 2],
  ["user=/^A/", 0],
  ["user!=/^A/", 1, 2, 3],
  ["/GET \\/api/", 2],
  ["user=an, loose", 0, 2],
  ['""', 0, 1, 2, 3],
  ["owner", 2],
  ["size OR a.x", 0, 3],
  ['"size"'],
];
for (const [where, ...events] of CASES) {
  Deno.test(`where(${where}) holds for events ${events.join(", ") || "none"}`, () => {
    assert.deepEqual(matches(where), events);
  });
}

const REFUSALS: readonly (readonly [where: string, message: string])[] = [
  ["${eu}", 'Cannot find the variable "eu": there are none here'],
  ["ip=IP(10.0.0/8)", 'Cannot read the network "10.0.0/8": it is not like 10.0.0.0/8'],
  [
    "/(a+)+$/",
    "Cannot use the regular expression /(a+)+$/: it repeats a group that holds a repetition, which can take for ever",
  ],
  ["/a(?=b)/", "Cannot use the regular expression /a(?=b)/: it looks ahead or behind"],
  ["/(a)\\1/", "Cannot use the regular expression /(a)\\1/: it refers back to a group"],
];
for (const [where, message] of REFUSALS) {
  Deno.test(`where(${where}) is refused`, () => {
    assert.throws(
      () => matches(where),
      (error) => error instanceof StatementError && error.message === message,
    );
  });
}
