/** Tables that a person reads in the log of a test run, and that a document can quote. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const FOLDER = resolve(import.meta.dirname, '../../node_modules/.cache/matrix');

/** Prints the table with its notes, and keeps it as `<name>.md` beside the other results of tests. */
export function publish(
  name: string,
  title: string,
  rows: readonly (readonly string[])[],
  notes: readonly string[] = [],
): void {
  const below = notes.length === 0 ? '' : `\n${notes.join('  \n')}\n`;
  const text = `\n${title}\n\n${markdownTable(rows)}\n${below}`;
  process.stdout.write(text);
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, `${name}.md`), text);
}

/** The first row is the head. */
function markdownTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}
