/** The state in memory and its way to the disk: one write at a time, and only the newest one waits. */
import type { Result } from '../../shared/result.ts';
import { type HandsetState, writeState } from './state-file.ts';

export interface StateKeeper {
  /** Changed in place by whoever owns the part; `save` makes it durable. */
  readonly state: HandsetState;
  /** Resolves when everything changed before the call is on the disk. */
  save(): Promise<void>;
}

/**
 * Keeps `state` in `folder`. `collect` is called right before each write and answers the parts that live elsewhere
 * (the nodes of the tree). A write that fails is told to `onFailure`; the handset goes on in memory.
 */
export function keepState(
  folder: string,
  state: HandsetState,
  collect: () => Pick<HandsetState, 'scomo' | 'settings'>,
  onFailure: (failure: Extract<Result<void>, { ok: false }>['error']) => void,
): StateKeeper {
  let writing: Promise<void> = Promise.resolve();
  let waiting: Promise<void> | undefined;

  async function write(): Promise<void> {
    const written = await writeState(folder, { ...state, ...collect() });
    if (!written.ok) onFailure(written.error);
  }

  function save(): Promise<void> {
    waiting ??= writing.then(() => {
      waiting = undefined;
      writing = write();
      return writing;
    });
    return waiting;
  }

  return { state, save };
}
