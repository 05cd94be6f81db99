/** `2 new events`; undefined when there are none. */
export function newEvents(count: number): string | undefined {
  return count === 0 ? undefined : `${count} new event${count === 1 ? '' : 's'}`;
}
