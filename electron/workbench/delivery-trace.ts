/** What the delivery of packages leaves in the trace, and what of it a run must hear. */
import type { InstallNotify } from '../../shared/scomo/install-notify.ts';
import type { DeliveryOptions, Notified, Served } from '../packages/delivery.ts';
import type { TraceRecorder } from './trace-recorder.ts';

/** `tellRun` answers whether a step of the run took the report. */
export function createDeliveryTrace(
  recorder: TraceRecorder,
  now: () => number,
  tellRun: (runId: string, notify: InstallNotify) => boolean,
): Required<Pick<DeliveryOptions, 'onServed' | 'onNotified'>> {
  return {
    onServed: ({ devId, what, method, status, range, sent, failure }: Served) => {
      const served = `${method} ${what}${range === undefined ? '' : `, ${range}`}: HTTP ${status}, ${sent} octets`;
      const summary = failure === undefined ? served : `${served}. ${failure.message}`;
      recorder.note({ at: now(), devId, kind: 'delivery', direction: 'out', bytes: sent, summary });
    },
    onNotified: ({ devId, runId, notify, text }: Notified) => {
      const at = now();
      const said =
        notify === undefined ? `“${text.slice(0, 60).trim()}” is no report` : `${notify.code} ${notify.name}`;
      const isTaken = notify === undefined || tellRun(runId, notify);
      recorder.note({
        at,
        devId,
        kind: 'delivery',
        direction: 'in',
        bytes: Buffer.byteLength(text),
        summary: `Install notify: ${said}${isTaken ? '' : ', no step waits for it'}`,
        statuses: notify === undefined ? [] : [{ code: notify.code, word: notify.word }],
      });
    },
  };
}
