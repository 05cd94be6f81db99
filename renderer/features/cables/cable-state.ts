/** How a cable is, in word, shape and sentence. */
import type { Cable } from '../../../shared/contract/cables.ts';
import type { Handset } from '../../../shared/contract/handsets.ts';
import { cableWords, comingBack, notAskedWords, type StateWord } from '../../i18n/words.ts';

/** Word and shape of its state. `now` in milliseconds since the epoch. */
export function cableState(cable: Pick<Cable, 'state' | 'backUntil'>, now: number): StateWord {
  return isComingBack(cable, now) ? comingBack : cableWords[cable.state];
}

/** Is it expected back? */
export function isComingBack({ state, backUntil }: Pick<Cable, 'state' | 'backUntil'>, now: number): boolean {
  return state === 'gone' && backUntil !== undefined && backUntil > now;
}

/** What is left of the time in which it is expected back: `1:52`. */
export function countdown(until: number, now: number): string {
  const seconds = Math.max(0, Math.ceil((until - now) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Its state as words for one line: who has it, what is left, why it is not asked. */
export function cableLine(cable: Cable, now: number): string {
  const { state, backUntil, holder, notAsked } = cable;
  if (backUntil !== undefined && isComingBack(cable, now)) return `${comingBack.word} · ${countdown(backUntil, now)}`;
  if (state === 'busy' && holder !== undefined) return `Used by ${holder.name}`;
  if (state === 'plugged' && notAsked !== undefined) return notAskedWords[notAsked];
  return cableWords[state].word;
}

/** What it is called: what hangs on it, where that is known. */
export function cableName({ name, where }: Cable): string {
  return name ?? where;
}

/** The cables that are no known handset yet: what needs a person first, what is not asked last. */
export function looseCables(
  cables: ReadonlyMap<string, Cable>,
  handsets: ReadonlyMap<string, Handset>,
): readonly Cable[] {
  return [...cables.values()]
    .filter(({ devId }) => devId === undefined || !handsets.has(devId))
    .toSorted((a, b) => rank(a) - rank(b) || a.where.localeCompare(b.where, undefined, { numeric: true }));
}

/** The parts of the list: what a person has to look at, what goes on by itself, and what nobody has asked. */
export function groupCables(
  cables: readonly Cable[],
): Readonly<Record<'needsALook' | 'onACable' | 'notAsked', readonly Cable[]>> {
  const groupOf = ({ state, notAsked }: Cable) =>
    state === 'trouble' || state === 'busy' || state === 'silent'
      ? 'needsALook'
      : state === 'plugged' && notAsked !== undefined
        ? 'notAsked'
        : 'onACable';
  const { needsALook = [], onACable = [], notAsked = [] } = Object.groupBy(cables, groupOf);
  return { needsALook, onACable, notAsked };
}

const FIRST: readonly Cable['state'][] = ['trouble', 'busy', 'silent', 'in-session', 'identifying', 'ready', 'gone'];

function rank({ state, notAsked }: Cable): number {
  if (state === 'plugged') return notAsked === undefined ? FIRST.length : FIRST.length + 1;
  return FIRST.indexOf(state);
}
