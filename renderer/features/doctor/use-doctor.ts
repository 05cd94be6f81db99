/** What the doctor says, asked again whenever a cable or the listener changes; meanwhile the last answer stays. */
import { useState } from 'react';
import type { DoctorReport } from '../../../shared/contract/doctor.ts';
import type { Failure, Result } from '../../../shared/result.ts';
import { useWindow } from '../../app/store.ts';
import { useAnswer } from '../../app/use-answer.ts';

export interface Examination {
  readonly report: DoctorReport | undefined;
  readonly failure: Failure | undefined;
  readonly isLooking: boolean;
  /** Looks again now. */
  again(): void;
}

/** Asks when the view appears, and after each change. */
export function useDoctor(): Examination {
  const changes = useWindow(({ cables, status }) =>
    JSON.stringify([[...cables.values()].map(({ port, state, failure }) => [port, state, failure]), status?.listener]),
  );
  const [asked, setAsked] = useState(0);
  const [last, setLast] = useState<Result<DoctorReport>>();
  const answer = useAnswer('doctor.run', {}, `${asked} ${changes}`);
  if (answer !== undefined && answer !== last) setLast(answer);
  return {
    report: last?.ok === true ? last.value : undefined,
    failure: last?.ok === false ? last.error : undefined,
    isLooking: answer === undefined,
    again: () => setAsked((count) => count + 1),
  };
}
