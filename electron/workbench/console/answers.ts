/** Outcomes of commands → what the console shows of them, bounded. */
import { base64 } from '@scure/base';
import type { AnswerStatus, CommandAnswer, ResultNode } from '../../../shared/console/answer.ts';
import { targetOf } from '../../../shared/console/summary.ts';
import { resultWord } from '../../../shared/scomo/result-codes.ts';
import type { Item } from '../../../shared/syncml/message.ts';
import { statusWord } from '../../../shared/syncml/status-codes.ts';
import { utf8Text } from '../../../shared/syncml/utf8.ts';
import type { ItemStatus, Outcome } from '../../server/outcome.ts';

export interface Answers {
  readonly answers: readonly CommandAnswer[];
  /** Results that were left out. */
  readonly leftOut: number;
}

/** Nodes kept of one sending; the trace has all of them. */
const MOST_RESULTS = 500;
/** UTF-16 units of a value that are kept. */
const LONGEST_VALUE = 2_000;

/** What the handset answered, in the order of the commands. */
export function answersOf(outcomes: readonly Outcome[]): Answers {
  let left = MOST_RESULTS;
  let leftOut = 0;

  function answerOf(outcome: Outcome): CommandAnswer {
    const results = outcome.results.slice(0, left);
    left -= results.length;
    leftOut += outcome.results.length - results.length;
    return {
      cmd: outcome.draft.cmd,
      about: targetOf(outcome.draft),
      ...(outcome.code === undefined ? {} : { code: outcome.code, word: wordOf(outcome.code) }),
      statuses: outcome.statuses.map(statusOf),
      results: results.map(resultOf),
      children: outcome.children.map(answerOf),
    };
  }

  const answers = outcomes.map(answerOf);
  return { answers, leftOut };
}

/** A Status may carry a result code of SCOMO (facts 1.6). */
function wordOf(code: number): string {
  return code >= 1200 && code < 1600 ? resultWord(code) : statusWord(code);
}

function statusOf({ code, targetRef, items }: ItemStatus): AnswerStatus {
  return {
    code,
    word: wordOf(code),
    ...(targetRef === undefined ? {} : { about: targetRef }),
    data: items.flatMap(({ data }) => (data === undefined ? [] : [valueOf(data).value])),
  };
}

function resultOf({ source, target, meta, data }: Item): ResultNode {
  return {
    uri: source?.locURI ?? target?.locURI ?? '',
    ...(meta?.format === undefined ? {} : { format: meta.format }),
    ...(meta?.type === undefined ? {} : { type: meta.type }),
    ...(data === undefined ? { octets: 0 } : valueOf(data)),
  };
}

function valueOf(data: string | Uint8Array): { value: string; octets: number; isBase64?: true } {
  if (typeof data === 'string') return { value: cut(data), octets: Buffer.byteLength(data) };
  const text = utf8Text(data);
  if (text !== undefined) return { value: cut(text), octets: data.length };
  return { value: cut(base64.encode(data)), octets: data.length, isBase64: true };
}

function cut(text: string): string {
  return text.length <= LONGEST_VALUE ? text : text.slice(0, LONGEST_VALUE).toWellFormed();
}
