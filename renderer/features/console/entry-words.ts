/** States and outcomes of the console in words, shapes and tones. */
import { flattenAnswers, type CommandAnswer, type MirrorUpdate } from '../../../shared/console/answer.ts';
import type { ConsoleEntry } from '../../../shared/contract/console.ts';
import type { StateWord } from '../../i18n/words.ts';
import { toneOf } from '../trace/trace-words.ts';

const STATES: Readonly<Record<ConsoleEntry['state'], StateWord>> = {
  waiting: { word: 'Waiting', shape: 'clock', tone: 'waiting' },
  sending: { word: 'Sent, waiting for the answer', shape: 'dot', tone: 'busy' },
  answered: { word: 'Answered', shape: 'check', tone: 'ok' },
  failed: { word: 'Not sent', shape: 'bang', tone: 'failed' },
  unknown: { word: 'Sent, answer lost', shape: 'bang', tone: 'failed' },
  cancelled: { word: 'Taken back', shape: 'dash', tone: 'neutral' },
};

/** An answer with a refusal in it is told as one. */
export function stateOf(entry: ConsoleEntry): StateWord {
  if (entry.state !== 'answered') return STATES[entry.state];
  const refused = flattenAnswers(entry.answers).filter(isRefused).length;
  if (refused === 0) return STATES.answered;
  return { word: refused === 1 ? '1 command refused' : `${refused} commands refused`, shape: 'bang', tone: 'failed' };
}

/** Each code once, in the order of the commands. */
export function codesOf(entry: ConsoleEntry): readonly { readonly code: number; readonly word: string }[] {
  const codes = flattenAnswers(entry.answers).flatMap(({ code, word }) =>
    code === undefined || word === undefined ? [] : [{ code, word }],
  );
  return [...new Map(codes.map((each) => [each.code, each])).values()];
}

/** The first line that says something. */
export function titleOf(text: string): string {
  const line = text.split('\n').find((each) => each.trim() !== '' && !each.trim().startsWith('#')) ?? text;
  return line.trim();
}

/** What became of the tree in this window. */
export function mirrorWords({ read, gone, mayHaveChangedMore, problem }: MirrorUpdate): readonly string[] {
  return [
    ...(read.length === 0 ? [] : [`The tree here is up to date with ${listed(read)}.`]),
    ...(gone.length === 0 ? [] : [`${listed(gone)} ${gone.length === 1 ? 'is' : 'are'} gone from the tree here.`]),
    ...(mayHaveChangedMore ? ['What was executed may have changed more than the tree here shows: read again.'] : []),
    ...(problem === undefined ? [] : [`The tree could not be read again: ${problem}`]),
  ];
}

function isRefused({ code }: CommandAnswer): boolean {
  return code !== undefined && toneOf(code) === 'failed';
}

function listed(uris: readonly string[]): string {
  const [first = '', ...others] = uris;
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}
