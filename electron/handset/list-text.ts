/** What `--list` prints: the kinds of handset, the faults, and where these can strike. */
import { CABLE_FAULTS } from '../../shared/contract/cable-fault.ts';
import { FAULTS, POINT_KINDS, pointsOf } from '../../shared/contract/fault.ts';
import { PERSONALITIES } from '../../shared/contract/virtual-handset.ts';

/** The tables as text. */
export function listText(): string {
  return [
    'Personalities (--personality NAME)',
    '',
    ...aligned(PERSONALITIES.map(({ name, title, hint }) => [name, `${title}. ${hint}`])),
    '',
    'Faults (--fault NAME, NAME@POINT or NAME@POINT#N)',
    '',
    ...aligned(FAULTS.map(({ name, what }) => [name, `${what} (${whereText(name)})`])),
    '',
    'Points, where a fault can strike',
    '',
    ...aligned(Object.values(POINT_KINDS).map(({ points, means }) => [points.join(' '), means])),
    '',
    'N says which time, counted from 1 since the handset was switched on; #* strikes each time; without #N it is the',
    'first. Without a POINT the seed chooses one of the first messages, or it is the first operation that the fault fits.',
    '',
    'Faults of the cable, with --serial or --usb (--fault NAME or NAME@N, N counting octets, transfers or answers from 1)',
    '',
    ...aligned(CABLE_FAULTS.map(({ name, at, what }) => [at === 'line' ? name : `${name}@N`, what])),
    '',
  ].join('\n');
}

/** The kinds of points, not all their names: those are listed below. */
function whereText(name: (typeof FAULTS)[number]['name']): string {
  const points: readonly string[] = pointsOf(name);
  return Object.values(POINT_KINDS)
    .flatMap((kind) => {
      const some = kind.points.filter((point) => points.includes(point));
      if (some.length === 0) return [];
      return some.length === kind.points.length && some.length > 3 ? [kind.means] : some;
    })
    .join(', ');
}

/** Two columns; what is too long for the first stands on a line of its own. */
function aligned(rows: readonly (readonly [left: string, right: string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => (left.length > 30 ? 0 : left.length))) + 2;
  return rows.map(([left, right]) =>
    left.length > 30 ? `  ${left}\n  ${' '.repeat(width)}${right}` : `  ${left.padEnd(width)}${right}`,
  );
}
