/**
 * Asking the person who holds the handset: Alert 1101, confirm or reject (facts 2.5). The first Item holds options as
 * one URL-encoded string, the second the question. The answer is the Status of the Alert.
 */
import type { Item } from '../syncml/message.ts';

export interface Question {
  readonly text: string;
  /** Longest time the handset waits for the person, seconds. */
  readonly maxSeconds: number;
  /** What counts when nobody answers in time; without it the handset says 408. */
  readonly defaultAnswer?: 'yes' | 'no';
}

/** How a handset answers a question. */
export type Consent = 'yes' | 'no' | 'cancelled' | 'no-answer' | 'cannot-ask';

/** The Items of an Alert 1101. */
export function questionItems({ text, maxSeconds, defaultAnswer }: Question): readonly Item[] {
  const options = new Map<string, string>([['MAXDT', String(maxSeconds)]]);
  if (defaultAnswer !== undefined) options.set('DR', defaultAnswer === 'yes' ? '1' : '0');
  return [{ data: [...options].map(([key, value]) => `${key}=${value}`).join('&') }, { data: text }];
}

const CONSENTS: ReadonlyMap<number, Consent> = new Map([
  [200, 'yes'],
  [304, 'no'],
  [214, 'cancelled'],
  [408, 'no-answer'],
]);

/** What a Status of an Alert 1101 says; a code that is none of the standard's means that it could not be asked. */
export function consentOf(code: number | undefined): Consent {
  return (code === undefined ? undefined : CONSENTS.get(code)) ?? 'cannot-ask';
}
