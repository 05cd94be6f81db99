/** Reading a handset from this window: one reading per handset at a time. */
import type { Focus } from '../../../app/selection.ts';
import { windowStore, type WindowState } from '../../../app/store.ts';
import { call } from '../../../app/workbench.ts';
import type { Result } from '../../../../shared/result.ts';
import { needsAdmitted } from './handset-of.ts';

/** Why the handset in focus cannot be read now. */
export function needsReadable(state: WindowState, at: Focus): string | undefined {
  const missing = needsAdmitted(state, at);
  if (missing !== undefined) return missing;
  return at.devId !== undefined && state.reading.has(at.devId) ? 'The handset is being read already.' : undefined;
}

/** Reads the SCOMO object, the device objects or the whole tree; what was read arrives as tree events. */
export async function read(
  devId: string | undefined,
  scope: 'scomo' | 'device' | 'all',
): Promise<Result<unknown> | void> {
  if (devId === undefined) return;
  windowStore.setState((state) => ({ reading: new Set([...state.reading, devId]) }));
  const result = await call('tree.read', { devId, scope });
  windowStore.setState((state) => ({ reading: new Set([...state.reading].filter((each) => each !== devId)) }));
  return result;
}
