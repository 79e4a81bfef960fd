import { deepEqual, ok } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { missingForPrometheus, startPrometheus } from "../servers/prometheus.ts";
import { isMissing } from "../servers/requirement.ts";
import { configOf, metricsOf, NOW, searchStatusOf, statusOf } from "./facts.ts";

const ignore = isMissing(await missingForPrometheus());
const examples = fileURLToPath(new URL("../../examples/", import.meta.url));
const RULES = `${examples}prometheus/leexport.rules.yml`;
const DASHBOARD = `${examples}grafana/leexport.json`;

for (
  const args of [
    ["check", "config", "prometheus.yml"],
    ["check", "rules", "--lint-fatal", "leexport.rules.yml"],
    ["test", "rules", "leexport.rules_test.yml"],
  ]
) {
  Deno.test({
    name: `promtool ${args.join(" ")} has nothing to say`,
    ignore,
    async fn() {
      const { code, stdout, stderr } = await new Deno.Command("promtool", {
        args,
        cwd: `${examples}prometheus`,
      }).output();
      const said = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("");
      deepEqual([code, said.includes("FAILED")], [0, false], said);
    },
  });
}

/** Every metric that the program can have. */
async function allText(): Promise<string> {
  const latest = { from: NOW - 1, to: NOW, at: NOW };
  const metrics = metricsOf({
    status: () => statusOf([searchStatusOf("errors", { latest })], { queriesLeft: 1 }),
  });
  metrics.observe({ kind: "applied", config: await configOf(["errors"]), started: new Set() });
  return await metrics.text();
}

/** Names of all series, those of histograms included. */
function namesIn(text: string): ReadonlySet<string> {
  const lines = text.split("\n").filter((line) => /^[a-z]/.test(line));
  return new Set(lines.map((line) => line.replace(/[{ ].*/, "")));
}

for (const file of [RULES, DASHBOARD]) {
  Deno.test(`every metric in ${file.slice(examples.length)} is one that leexport has`, async () => {
    const text = await Deno.readTextFile(file);
    const used = new Set(text.match(/\b(?:leexport|process)_\w+/g));
    ok(used.size > 8);
    deepEqual([...used.difference(namesIn(await allText()))], []);
  });
}

Deno.test("docs/monitoring.md lists every metric with its type and labels, and every alert", async () => {
  const page = await Deno.readTextFile(new URL("../../docs/monitoring.md", import.meta.url));
  const cells = page.split("\n").filter((line) => line.startsWith("| `"))
    .map((line) => line.split("|").map((cell) => cell.trim().replaceAll("`", "")));
  const listed = cells.filter((row) => row.length === 6)
    .map(([, name, type, labels]) => `${name} ${type} ${labels}`);
  deepEqual(listed.sort(), declaredMetrics(await allText()).sort());
  const alerts = (await Deno.readTextFile(RULES)).matchAll(/- alert: (\w+)[^]*?severity: (\w+)/g);
  const alertRows = cells.filter(([, name]) => name?.startsWith("Leexport"));
  deepEqual(
    alertRows.map(([, name, severity]) => `${name} ${severity}`).sort(),
    Array.from(alerts, ([, name, severity]) => `${name} ${severity}`).sort(),
  );
});

/** `name type label, label` of every metric. */
function declaredMetrics(text: string): string[] {
  return Array.from(text.matchAll(/^# TYPE (\S+) (\w+)$/gm), ([, family, type]) => {
    const name = type === "counter" ? `${family}_total` : family;
    const [, labels = ""] = text.match(new RegExp(`^${name}\\{(.*)\\} `, "m")) ?? [];
    return `${name} ${type} ${labels.match(/\w+(?==")/g)?.join(", ") ?? "none"}`;
  });
}

interface Dashboard {
  readonly templating: { readonly list: readonly { readonly name: string }[] };
  readonly panels: readonly {
    readonly id: number;
    readonly title: string;
    readonly gridPos: {
      readonly x: number;
      readonly y: number;
      readonly w: number;
      readonly h: number;
    };
    readonly targets?: readonly { readonly expr: string }[];
  }[];
}

async function readDashboard(): Promise<Dashboard> {
  return JSON.parse(await Deno.readTextFile(DASHBOARD));
}

Deno.test("no two panels of the dashboard have the same id or the same place", async () => {
  const { panels } = await readDashboard();
  const ids = new Set(panels.map(({ id }) => id));
  const places = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, cell) => `${x + cell % w},${y + Math.floor(cell / w)}`)
  );
  deepEqual([ids.size, new Set(places).size], [panels.length, places.length]);
});

Deno.test({
  name: "Prometheus understands every expression of the dashboard",
  ignore,
  async fn() {
    const { panels, templating } = await readDashboard();
    deepEqual(templating.list.map(({ name }) => name), ["datasource", "search"]);
    await using prometheus = await startPrometheus("127.0.0.1:9");
    for (const { expr } of panels.flatMap(({ targets = [] }) => targets)) {
      const plain = expr.replaceAll("$__rate_interval", "2m").replaceAll("$search", ".*");
      ok(!plain.includes("$"), expr);
      await prometheus.query(plain);
    }
  },
});
