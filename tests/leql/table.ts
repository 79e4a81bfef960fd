import { type EventTable, EventTableBuilder } from "../../src/leql/event_table.ts";
import type { Segment } from "../../src/leql/evaluate.ts";
import type { Window } from "../../src/leql/slices.ts";

/** One event of a test: its time and its keys. */
export interface TestEvent {
  readonly time: number;
  readonly text?: string;
  readonly fields?: Readonly<Record<string, string>>;
}

/** Makes a table; an event without a text is its keys, `key=value` each. */
export function tableOf(events: readonly TestEvent[]): EventTable {
  const builder = new EventTableBuilder();
  for (const { time, fields = {}, text } of events) {
    const entries = Object.entries(fields);
    const line = text ?? entries.map(([key, value]) => `${key}=${value}`).join(" ");
    const bytes = new TextEncoder().encode(line).length;
    builder.add({ time, text: line, bytes, fields: entries });
  }
  return builder.build();
}

/** All events of a window, as recorded. */
export function segmentsOf(
  tables: Readonly<Record<string, EventTable>>,
  window: Window,
): readonly Segment[] {
  return Object.entries(tables).map(([name, table]) => ({
    log: { name, table },
    shift: 0,
    ...window,
  }));
}
