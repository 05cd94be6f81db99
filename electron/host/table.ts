/** Aligned columns for a terminal, and the few other ways the command line writes values. */

export interface Column<T> {
  readonly title: string;
  readonly value: (row: T) => string | undefined;
  readonly align?: 'right';
}

/** Lines of a table with its header; an absent value shows as `–`. No trailing spaces, no line break at the end. */
export function formatTable<T>(columns: readonly Column<T>[], rows: readonly T[]): string {
  const cells = [columns.map(({ title }) => title), ...rows.map((row) => columns.map((column) => textOf(column, row)))];
  const widths = columns.map((_column, at) => Math.max(...cells.map((line) => widthOf(line[at] ?? ''))));
  return cells
    .map((line) =>
      line
        .map((cell, at) => pad(cell, widths[at] ?? 0, columns[at]?.align))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** `label  value` lines with aligned values. */
export function formatFacts(facts: readonly (readonly [label: string, value: string])[]): string {
  const width = Math.max(...facts.map(([label]) => widthOf(label)));
  return facts.map(([label, value]) => `${pad(label, width)}  ${value}`).join('\n');
}

/** `35 ms`, `0.4 s`, `12 s`, `3 min 20 s` from milliseconds. */
export function formatDuration(ms: number): string {
  if (ms < 100) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** `512 B`, `1.4 kB`, `2.1 GB` from octets. */
export function formatSize(octets: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = octets;
  let at = 0;
  while (value >= 1000 && at < units.length - 1) {
    value /= 1000;
    at += 1;
  }
  return `${at === 0 ? value : value.toFixed(1)} ${units[at] ?? ''}`;
}

/** `just now`, `40 s ago`, `3 min ago`, `2 h ago`, else the day. Both in milliseconds since the epoch. */
export function formatAgo(at: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - at) / 1000));
  if (seconds < 5) return 'just now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  return new Date(at).toISOString().slice(0, 10);
}

/** Text of a handset or a file goes to a terminal without its control characters. */
export function plain(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what it looks for
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
}

function textOf<T>({ value }: Column<T>, row: T): string {
  const text = value(row);
  return text === undefined || text === '' ? '–' : plain(text);
}

function pad(text: string, width: number, align?: 'right'): string {
  const spaces = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'right' ? spaces + text : text + spaces;
}

function widthOf(text: string): number {
  return Array.from(text).length;
}
