/** What the doctor says, asked again whenever a cable or the listener changes; meanwhile the last answer stays. */
import { useCallback, useEffect, useState } from 'react';
import type { DoctorReport } from '../../../shared/contract/doctor.ts';
import type { Failure } from '../../../shared/result.ts';
import { useWindow } from '../../app/store.ts';
import { call } from '../../app/workbench.ts';

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
  const [report, setReport] = useState<DoctorReport>();
  const [failure, setFailure] = useState<Failure>();
  const [isLooking, setLooking] = useState(true);
  useEffect(() => {
    let current = true;
    setLooking(true);
    void call('doctor.run', {}).then((result) => {
      if (!current) return;
      setLooking(false);
      if (result.ok) setReport(result.value);
      setFailure(result.ok ? undefined : result.error);
    });
    return () => {
      current = false;
    };
  }, [changes, asked]);
  const again = useCallback(() => setAsked((count) => count + 1), []);
  return { report, failure, isLooking, again };
}
