/** A kind of series that is read from a subject when it is asked for. */
export interface Series<Subject> {
  readonly name: string;
  readonly type: "gauge" | "counter";
  /** A sentence with a full stop. */
  readonly help: string;
  /** In the unit that the name states; `undefined` = this subject has none. */
  readonly read: (subject: Subject) => number | undefined;
}

/** A subject, and its labels as {@linkcode labelText} writes them. */
export interface Labelled<Subject> {
  readonly labels: string;
  readonly subject: Subject;
}

const SPECIAL_REGEXP = /[\\"\n]/;

/** The last line of a text that is whole. */
export const END = "# EOF\n";

/**
 * Writes labels: `{search="Errors",service="kafka"}`.
 *
 * @param labels Names and values; none gives an empty text.
 */
export function labelText(labels: Readonly<Record<string, string>>): string {
  let text = "";
  for (const name in labels) {
    text += `${text === "" ? "{" : ","}${name}="${escaped(labels[name]!)}"`;
  }
  return text === "" ? "" : `${text}}`;
}

/**
 * Writes one kind of series of many subjects in the OpenMetrics format. Written by hand, because thousands of searches
 * would otherwise cost ten times as much with every scrape: their labels are the same for all kinds.
 *
 * @see https://prometheus.io/docs/specs/om/open_metrics_spec/
 */
export function seriesText<Subject>(
  { name, type, help, read }: Series<Subject>,
  subjects: Iterable<Labelled<Subject>>,
): string {
  const family = type === "counter" ? name.replace(/_total$/, "") : name;
  let text = `# HELP ${family} ${help}\n# TYPE ${family} ${type}\n`;
  for (const { labels, subject } of subjects) {
    const value = read(subject);
    if (value !== undefined) text += `${name}${labels} ${value}\n`;
  }
  return text;
}

function escaped(value: string): string {
  if (!SPECIAL_REGEXP.test(value)) return value;
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
