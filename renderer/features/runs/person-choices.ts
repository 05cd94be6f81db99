/** What a person at the bench chose for the person at the handset, and the parameters of the run that come of it. */
import type { RunParams } from '../../../shared/runbook/run.ts';

/** Seconds, as the select field has them. */
export type AskTime = (typeof ASK_TIMES)[number]['value'];

export const ASK_TIMES = [
  { value: '30', label: '30 seconds' },
  { value: '60', label: '1 minute' },
  { value: '120', label: '2 minutes' },
  { value: '300', label: '5 minutes' },
  { value: '600', label: '10 minutes' },
] as const;

export interface PersonChoices {
  readonly askUser: boolean;
  readonly askText: string;
  readonly askTime: AskTime;
  readonly tellUser: boolean;
}

export const NOBODY_ASKED: PersonChoices = { askUser: false, askText: '', askTime: '120', tellUser: false };

/** Only what differs from a run that asks nobody. */
export function personParams({ askUser, askText, askTime, tellUser }: PersonChoices): RunParams {
  const text = askText.trim();
  return {
    ...(askUser ? { askUser, askSeconds: Number(askTime) } : {}),
    ...(askUser && text !== '' ? { askText: text } : {}),
    ...(tellUser ? { tellUser } : {}),
  };
}
