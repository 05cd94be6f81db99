/** What `--list` prints: the kinds of handset. */
import { PERSONALITIES } from '../../shared/contract/virtual-handset.ts';

/** The table as text, one kind per line. */
export function listText(): string {
  const width = Math.max(...PERSONALITIES.map(({ name }) => name.length)) + 2;
  const rows = PERSONALITIES.map(({ name, title, hint }) => `  ${name.padEnd(width)}${title}. ${hint}`);
  return ['Personalities (--personality NAME):', '', ...rows, ''].join('\n');
}
