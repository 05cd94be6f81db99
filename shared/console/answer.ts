/** What a handset answered to composed commands, as the console shows and keeps it. */
import type { ConsoleCommand } from './command.ts';

export interface AnswerStatus {
  readonly code: number;
  /** Its meaning in a technician's words. */
  readonly word: string;
  /** TargetRef: which of several nodes it is about. */
  readonly about?: string;
  /** Data of its Items, e.g. what a person typed on the handset. */
  readonly data: readonly string[];
}

export interface ResultNode {
  readonly uri: string;
  /** As the handset said it; absent when it said nothing (then it is chr). */
  readonly format?: string;
  readonly type?: string;
  /** Text, or base64 of octets that are none; cut when it is long. Absent: no Data. */
  readonly value?: string;
  /** Octets of the whole value. */
  readonly octets: number;
  readonly isBase64?: true;
}

export interface CommandAnswer {
  readonly cmd: ConsoleCommand['cmd'];
  /** What it was about: nodes, or an alert's code and text. */
  readonly about: string;
  /** The status that counts for the whole command; absent when the handset sent none. */
  readonly code?: number;
  readonly word?: string;
  readonly statuses: readonly AnswerStatus[];
  readonly results: readonly ResultNode[];
  /** Of the commands inside a Sequence or Atomic. */
  readonly children: readonly CommandAnswer[];
}

/** What became of the mirror of the tree afterwards. */
export interface MirrorUpdate {
  /** Nodes whose sub-trees were read again, or that Results told. */
  readonly read: readonly string[];
  readonly gone: readonly string[];
  /** Something ran whose effect is not known here. */
  readonly mayHaveChangedMore: boolean;
  /** Why what changed could not be read again. */
  readonly problem?: string;
}

/** The answers with those inside Sequence and Atomic. */
export function flattenAnswers(answers: readonly CommandAnswer[]): readonly CommandAnswer[] {
  return answers.flatMap((answer) => [answer, ...flattenAnswers(answer.children)]);
}

/** The statuses that say more than the one that counts for the whole: of several nodes that fared differently, or with data. */
export function tellingStatuses({ code, statuses }: CommandAnswer): readonly AnswerStatus[] {
  return statuses.some((status) => status.code !== code || status.data.length > 0) ? statuses : [];
}
