/** By how many rows a list moved when entries were added or let go at its older end; positive: downwards. */
export function shiftedBy(
  before: readonly { readonly id: number }[],
  after: readonly { readonly id: number }[],
): number {
  const oldFirst = before[0];
  const newFirst = after[0];
  if (oldFirst === undefined || newFirst === undefined || oldFirst.id === newFirst.id) return 0;
  if (newFirst.id < oldFirst.id)
    return Math.max(
      0,
      after.findIndex((entry) => entry.id === oldFirst.id),
    );
  return -Math.max(
    0,
    before.findIndex((entry) => entry.id === newFirst.id),
  );
}
