/**
 * What has become of the windows of one lane. At every moment
 * `asked = delivered + empty + waiting + rejected + expired + unknown + replaced + dropped + skipped`; the last four are
 * what policy did.
 */
export interface Account {
  /** Windows that were taken up from the schedule, whether the API was asked or policy passed them over. */
  readonly asked: number;
  readonly delivered: number;
  /** The answer did not fit the destination or held no values, so there was nothing to push. */
  readonly empty: number;
  readonly waiting: number;
  readonly rejected: number;
  /** Waited longer than `expire_after`. */
  readonly expired: number;
  /** Pushed with an outcome that nobody knows, and not repeated (`on_unknown = drop`). */
  readonly unknown: number;
  /** A newer sliding payload took its place. */
  readonly replaced: number;
  /** There was no room (`outbox_full = drop_oldest`). */
  readonly dropped: number;
  /** Missed and not made up for (`catch_up`, `catch_up_limit`). */
  readonly skipped: number;
  /** Bytes of the payloads that wait. */
  readonly waitingBytes: number;
  /** Up to when contiguous windows have been taken up, Unix milliseconds; `undefined` if none ever was. */
  readonly askedTo: number | undefined;
  /**
   * Where windows begin that are there already although they lie behind `askedTo`, which has gone back to a gap after a
   * repair, Unix milliseconds; mostly `undefined`. No window may reach beyond it.
   */
  readonly heldFrom: number | undefined;
  /** The newest delivery. */
  readonly latest: LatestDelivery | undefined;
}

/** When what was delivered last. */
export interface LatestDelivery {
  /** The window, Unix milliseconds. */
  readonly from: number;
  readonly to: number;
  /** When the destination took it, Unix milliseconds. */
  readonly at: number;
  readonly digest: string;
}
