/**
 * Package 1: why the session begins (1200 asked for by the server, 1201 by the handset), who the handset is, and what
 * has happened since (facts 2.1). It is sent again after a challenge.
 */
import { ALERT } from '../../../shared/syncml/alert-codes.ts';
import type { Reports } from '../scomo/reports.ts';
import type { ManagementTree } from '../tree/management-tree.ts';
import { devInfoLeaves } from '../tree/standard-objects.ts';
import type { Draft } from './drafts.ts';

/** `onReportSent` is told where each report went. */
export function draftFirstPackage(
  tree: ManagementTree,
  reports: Reports,
  isAskedFor: boolean,
  onReportSent: (id: number, msgId: string, cmdId: string) => void,
): readonly Draft[] {
  const code = isAskedFor ? ALERT.serverInitiated : ALERT.clientInitiated;
  const items = devInfoLeaves(tree).map(({ uri, value }) => ({
    source: { locURI: uri },
    meta: { format: tree.find(uri)?.format ?? 'chr', type: 'text/plain' },
    data: value,
  }));
  return [
    { command: { cmd: 'Alert', cmdId: '', data: code, items: [] } },
    { command: { cmd: 'Replace', cmdId: '', items } },
    ...reports.waiting().map(({ id, alert }): Draft => ({
      command: { ...alert, cmdId: '' },
      onSent: (msgId, cmdId) => onReportSent(id, msgId, cmdId),
    })),
  ];
}
