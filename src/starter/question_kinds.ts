/** A question that is worth asking of most logs. */
export interface QuestionKind {
  /** What it tells. */
  readonly label: string;
  /** Whether it is about a field of the events. */
  readonly field: "needed" | "none";
  /** @param field Name of the field; empty for a question that is about none. */
  readonly statement: (field: string) => string;
  /** What to call the search. */
  readonly name: (field: string) => string;
}

const PLAIN_FIELD_REGEXP = /^[A-Za-z_][\w.]*$/;

const PER_MINUTE: QuestionKind = {
  label: "How many events are there in each minute?",
  field: "none",
  statement: () => "calculate(count) timeslice(60)",
  name: () => "Events per minute",
};

/** The questions that are offered, the simplest first. */
export const QUESTION_KINDS: readonly QuestionKind[] = [
  PER_MINUTE,
  {
    label: "How many events are there for each value of a field?",
    field: "needed",
    statement: (field) => `groupby(${written(field)}) calculate(count)`,
    name: (field) => `Events by ${field}`,
  },
  {
    label: "Below which value are 95 of 100 values of a field?",
    field: "needed",
    statement: (field) => `calculate(percentile(95):${written(field)}) timeslice(60)`,
    name: (field) => `95th percentile of ${field}`,
  },
];

/** What is asked where nobody says what: an hour, every minute, in slices of a minute. */
export const DEFAULT_QUESTION = {
  logs: "Production/nginx",
  statement: PER_MINUTE.statement(""),
  periodSeconds: 60,
  rangeSeconds: 3600,
} as const;

/** What to call a search that asks a statement of one's own. */
export function nameFor(statement: string): string {
  return statement === DEFAULT_QUESTION.statement ? PER_MINUTE.name("") : "First search";
}

/** `status`, `"response time"`: a name that the statement language would misread stands between quotes. */
function written(field: string): string {
  return PLAIN_FIELD_REGEXP.test(field) ? field : `"${field}"`;
}
