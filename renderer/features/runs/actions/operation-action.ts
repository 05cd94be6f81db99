/**
 * The actions behind the operations of packages and components: each starts the runbook that executes its operation
 * and proves it. Whether it may be done now is the inventory's answer, never ours.
 */
import { runbookFor } from '../../../../shared/runbook/built-in.ts';
import type { OperationName } from '../../../../shared/scomo/inventory-types.ts';
import type { Action } from '../../../app/action.ts';
import { openDialog } from '../../../app/store.ts';
import { needsAdmitted } from '../../handsets/actions/handset-of.ts';
import { entryInFocus, operationWords } from '../../inventory/entry-focus.ts';
import { startRun, whyNoNewRun } from '../start-run.ts';

interface OperationWords extends Pick<Action, 'id' | 'hint'> {
  readonly operation: OperationName;
  readonly of: 'component' | 'package';
  readonly label?: string;
  /** Ask before anything is planned. */
  readonly asks?: boolean;
}

/** Makes the action of one operation. */
export function operationAction({ id, hint, operation, of, label, asks = false }: OperationWords): Action {
  return {
    id,
    group: of === 'component' ? 'Component' : 'Package',
    label: label ?? operationWords[operation],
    ...(hint === undefined ? {} : { hint }),
    whyNot: (state, at) => {
      const missing = needsAdmitted(state, at);
      if (missing !== undefined) return missing;
      const entry = entryInFocus(at);
      const isRight = of === 'component' ? entry?.subtree === 'Deployed' : entry?.subtree === 'Delivered';
      if (entry === undefined || !isRight)
        return of === 'component' ? 'Select a component first.' : 'Select a delivered package first.';
      const found = entry.operations.find(({ name }) => name === operation);
      if (found?.allowed !== true) return found?.why ?? 'The handset has no such operation';
      return whyNoNewRun(state, at.devId ?? '');
    },
    run: async (_state, at) => {
      const entry = entryInFocus(at);
      const wanted = entry === undefined ? undefined : runbookFor(entry, operation);
      if (at.devId === undefined || entry === undefined || wanted === undefined) return undefined;
      if (!asks) return startRun(at.devId, wanted.runbook, wanted.params);
      openDialog({ kind: 'start-run', devId: at.devId, runbook: wanted.runbook, uri: entry.uri });
      return undefined;
    },
  };
}
