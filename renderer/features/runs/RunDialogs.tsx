/** The dialogs of this room; one at a time, and none whose subject is gone. */
import { useWindow } from '../../app/store.ts';
import { AbortRunDialog } from './AbortRunDialog.tsx';
import { SkipStepDialog } from './SkipStepDialog.tsx';
import { StartRunDialog } from './StartRunDialog.tsx';
import { runbookWithId } from './start-choices.ts';

/** The open dialog, if it is one of ours. */
export function RunDialogs() {
  const dialog = useWindow((state) => state.dialog);
  const run = useWindow((state) =>
    dialog !== undefined && 'runId' in dialog ? state.runs.get(dialog.runId) : undefined,
  );
  if (dialog?.kind === 'start-run') {
    const runbook = runbookWithId(dialog.runbook);
    return runbook === undefined ? null : <StartRunDialog devId={dialog.devId} runbook={runbook} uri={dialog.uri} />;
  }
  if (run === undefined) return null;
  if (dialog?.kind === 'skip-step') return <SkipStepDialog run={run} />;
  return dialog?.kind === 'abort-run' ? <AbortRunDialog run={run} /> : null;
}
