/** The preview of what is composed, a moment after the last key; the one before stays until then. */
import { useEffect, useState } from 'react';
import type { Preview } from '../../../shared/contract/console.ts';
import type { Result } from '../../../shared/result.ts';
import { call } from '../../app/workbench.ts';

/** Nobody reads a preview faster than this, milliseconds. */
const PAUSE = 180;

/** Undefined while there is nothing to preview. */
export function usePreview(devId: string, text: string): Result<Preview> | undefined {
  const [answer, setAnswer] = useState<{ readonly text: string; readonly result: Result<Preview> }>();
  const isBlank = text.trim() === '';
  useEffect(() => {
    if (isBlank) return undefined;
    let current = true;
    const timer = setTimeout(() => {
      void call('console.preview', { devId, text }).then((result) => {
        if (current) setAnswer({ text, result });
      });
    }, PAUSE);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [devId, text, isBlank]);
  return isBlank ? undefined : answer?.result;
}
