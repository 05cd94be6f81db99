/** Which command of a step a handset's report belongs to. */
import { normalizeURI } from '../../../shared/dm/uri.ts';
import type { Step } from '../../../shared/runbook/run.ts';
import type { HandsetAlert } from '../../server/session-events.ts';

/** Correlator first, then the URI of the executed node (facts 7, hardening rules). */
export function indexOfReported(step: Step, alert: HandsetAlert): number {
  if (alert.correlator !== undefined)
    return step.commands.findIndex((command) => command.correlator === alert.correlator);
  if (alert.source === undefined) return -1;
  const source = normalizeURI(alert.source).toLowerCase();
  return step.commands.findIndex(
    (command) => command.cmd === 'Exec' && normalizeURI(command.uri).toLowerCase() === source,
  );
}
