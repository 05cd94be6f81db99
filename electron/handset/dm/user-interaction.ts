/**
 * The person who holds the handset, simulated: alerts 1100 to 1104 (facts 2.5). The policy says how this person
 * behaves; `ignore` waits for nobody: the default answer (DR) or a timeout comes at once.
 */
import type { Alert, Item } from '../../../shared/syncml/message.ts';

export type UserPolicy = 'accept' | 'reject' | 'cancel' | 'ignore';

export interface UserAnswer {
  /** 200, 304 no, 214 cancelled, 408 no answer, 406 not an alert for a person. */
  readonly status: 200 | 214 | 304 | 406 | 408;
  /** The text or the choices, for Status/Item. */
  readonly items: readonly Item[];
}

/** Refusals after which the rest of a Sequence is not executed (facts 2.5). */
export function stopsSequence({ status }: UserAnswer): boolean {
  return status === 304 || status === 214 || status === 408;
}

/** What the person answers. */
export function answerUser(alert: Alert, policy: UserPolicy): UserAnswer {
  const [options] = alert.items.map(({ data }) => (typeof data === 'string' ? data : ''));
  const defaultAnswer = new URLSearchParams(options ?? '').get('DR') ?? undefined;
  switch (alert.data ?? '') {
    case '1100':
      return answer(200);
    case '1101':
      return confirm(policy, defaultAnswer);
    case '1102':
      return give(policy, defaultAnswer, (text) => [text]);
    case '1103':
      return give(policy, defaultAnswer ?? '1', (index) => [index]);
    case '1104':
      return give(policy, defaultAnswer ?? '1', (indexes) => indexes.split('-'));
    default:
      return answer(406);
  }
}

function confirm(policy: UserPolicy, defaultAnswer: string | undefined): UserAnswer {
  switch (policy) {
    case 'accept':
      return answer(200);
    case 'reject':
      return answer(304);
    case 'cancel':
      return answer(214);
    case 'ignore':
      return answer(defaultAnswer === '1' ? 200 : defaultAnswer === '0' ? 304 : 408);
    default:
      return policy satisfies never;
  }
}

function give(
  policy: UserPolicy,
  defaultAnswer: string | undefined,
  split: (answer: string) => readonly string[],
): UserAnswer {
  if (policy === 'reject' || policy === 'cancel') return answer(214);
  if (policy === 'ignore' && defaultAnswer === undefined) return answer(408);
  return answer(
    200,
    split(defaultAnswer ?? '').map((data) => ({ data })),
  );
}

function answer(status: UserAnswer['status'], items: readonly Item[] = []): UserAnswer {
  return { status, items };
}
