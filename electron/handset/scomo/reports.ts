/**
 * The results that the server has not acknowledged yet. A report goes into package 1 of each session until the server
 * answers it with 200 or 202; after five sessions without that it is dropped (facts 1.6, as seen in the field).
 */
import { completionAlert } from '../../../shared/scomo/alert.ts';
import { isResultSuccess } from '../../../shared/scomo/result-codes.ts';
import type { Alert } from '../../../shared/syncml/message.ts';
import type { Tell } from '../events.ts';
import type { ReportingTraits } from '../personalities/personality.ts';
import type { HandsetState, Report } from '../state-file.ts';

const MAX_SESSIONS = 5;

export interface Reports {
  /** The waiting reports as alerts, oldest first. */
  waiting(): readonly { readonly id: number; readonly alert: Omit<Alert, 'cmdId'> }[];
  /** Takes a result in; `tell` it to the server in the next session. */
  add(result: Omit<Report, 'id' | 'sessions'>): void;
  /** The server has it. */
  acknowledge(ids: readonly number[]): void;
  /** An authenticated session ended without an acknowledgement of these. */
  missed(ids: readonly number[]): void;
}

/** Works on `state.reports` in place; saving is the caller's. */
export function createReports(state: HandsetState, traits: ReportingTraits, tell: Tell): Reports {
  return {
    waiting: () => state.reports.map((report) => ({ id: report.id, alert: alertOf(report, traits) })),
    add(result) {
      state.reports.push({ ...result, id: state.nextId++, sessions: 0 });
    },
    acknowledge(ids) {
      state.reports = state.reports.filter(({ id }) => !ids.includes(id));
    },
    missed(ids) {
      for (const report of state.reports) if (ids.includes(report.id)) report.sessions++;
      for (const { source, resultCode } of state.reports.filter(isTooOld))
        tell({ event: 'report-dropped', uri: source, resultCode });
      state.reports = state.reports.filter((report) => !isTooOld(report));
    },
  };
}

function isTooOld({ sessions }: Report): boolean {
  return sessions >= MAX_SESSIONS;
}

function alertOf({ correlator, source, resultCode, targets }: Report, traits: ReportingTraits): Omit<Alert, 'cmdId'> {
  const alert = completionAlert({
    version: '1.0',
    ...(correlator === undefined ? {} : { correlator }),
    source,
    resultCode,
    targets,
  });
  const { type, format, mark } = traits;
  const meta = { type, format, mark: isResultSuccess(resultCode) ? mark.success : mark.failure };
  return { ...alert, items: alert.items.map((item) => ({ ...item, meta })) };
}
