const counts = new Map<string, number>();

/** Counts that the sandbox of a service was ended for a trouble; the next call starts another. */
export function countBreakdown(service: string): void {
  counts.set(service, (counts.get(service) ?? 0) + 1);
}

/** How often that has happened since this process started, by name of the service; they only grow. */
export function breakdowns(): ReadonlyMap<string, number> {
  return counts;
}
