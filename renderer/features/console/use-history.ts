/** What was sent to a handset, newest first; asked for when it is first shown and after events were missed. */
import { useEffect } from 'react';
import type { ConsoleEntry } from '../../../shared/contract/console.ts';
import { tellFailure, useWindow, windowStore } from '../../app/store.ts';
import { call } from '../../app/workbench.ts';

/** As many as the workbench keeps. */
const ALL = 200;

const NONE: readonly ConsoleEntry[] = [];

/** Empty while it is on its way. */
export function useHistory(devId: string): readonly ConsoleEntry[] {
  const known = useWindow((state) => state.console.get(devId));
  const isOpen = useWindow((state) => state.connection === 'open');
  useEffect(() => {
    if (known !== undefined || !isOpen) return;
    void loadHistory(devId);
  }, [devId, known, isOpen]);
  return known ?? NONE;
}

async function loadHistory(devId: string): Promise<void> {
  const answer = await call('console.history', { devId, limit: ALL });
  if (!answer.ok) {
    if (answer.error.code !== 'connection-lost') tellFailure(answer.error);
    return;
  }
  windowStore.setState((state) => ({ console: new Map(state.console).set(devId, answer.value) }));
}
