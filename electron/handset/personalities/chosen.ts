/** The personality that the options choose, bent further by the options that say so themselves. */
import type { CheckedOptions } from '../options.ts';
import { OPERATIONS } from '../scomo/layout.ts';
import { personalities } from './personalities.ts';
import type { MessageTraits, OperatingTraits, Personality } from './personality.ts';

/** The traits of the handset with these options. */
export function chosenPersonality(options: CheckedOptions): Personality {
  const base = personalities[options.personality];
  const { root, results, maxMsgSize, refuseList, refuseStruct } = options;
  const { answered } = base.commands;
  const lists = refuseList ? 'none' : refuseStruct && answered.lists === 'all' ? 'tnds' : answered.lists;
  return {
    ...base,
    object: root === undefined ? base.object : { ...base.object, rootName: root },
    operating: results === undefined ? base.operating : { ...base.operating, results: alike(results) },
    commands: { ...base.commands, answered: { ...answered, lists } },
    messages: maxMsgSize === undefined ? base.messages : { ...base.messages, maxMsgSize },
  };
}

function alike(results: 'sync' | 'async'): OperatingTraits['results'] {
  const all = (names: readonly string[]): object => Object.fromEntries(names.map((name) => [name, results]));
  return {
    Download: all(OPERATIONS.Download),
    Delivered: all(OPERATIONS.Delivered),
    Deployed: all(OPERATIONS.Deployed),
  };
}

/** The SessionID with which this handset answers a notification. */
export function notifiedSessionId({ notifiedSession }: MessageTraits, sent: string): string {
  if (notifiedSession === 'as-sent') return sent;
  const id = Number.parseInt(sent, 16);
  return (((id & 0xff) << 8) | (id >> 8)).toString(16).toUpperCase();
}
