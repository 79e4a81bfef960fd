/** The numbers that a statement gives, before they take the form of the API. */
export type Answer = SeriesAnswer | GroupsAnswer;

/** What every answer says. */
interface AnswerFrame {
  /** The width of a slice, milliseconds. */
  readonly granularity: number;
  /** Events of the window that match, whether they gave a number or not. */
  readonly matched: number;
}

/** Values over time. */
export interface SeriesAnswer extends AnswerFrame {
  readonly shape: "series";
  readonly total: number | undefined;
  /** One value for each slice. */
  readonly series: readonly (number | undefined)[];
}

/** One value for each group. */
export interface GroupsAnswer extends AnswerFrame {
  readonly shape: "groups";
  readonly groups: readonly GroupValue[];
  /** The same groups over time, by their first key, then by the next. */
  readonly tree: readonly GroupNode[];
  /** Whether there are few enough groups for the API to be exact. */
  readonly isExact: boolean;
}

/** One group. */
export interface GroupValue {
  /** One text for each key of `groupby`. */
  readonly path: readonly string[];
  readonly value: number | undefined;
}

/** A value of one key, over time; below it those of the next key. */
export interface GroupNode {
  readonly label: string;
  readonly total: number | undefined;
  readonly series: readonly (number | undefined)[];
  readonly children: readonly GroupNode[];
}
