/**
 * The handsets of one server of handsets.bench.ts, a process of their own: its code gets as fast as it can for what these
 * handsets say, and what they leave behind is collected while they talk and at no other time. It lets them talk as long
 * as it is told to, each time, and tells how it went.
 */
import { keepSessionsYoung } from '../../electron/workbench/young-sessions.ts';
import { createCrowd, type CrowdOptions } from './handset-load.ts';

/** What a crowd is started with, as JSON. */
export interface Gathering extends Omit<CrowdOptions, 'account'> {
  /** The account of all of them; without one each has its own. */
  readonly account?: { readonly user: string; readonly password: string } | undefined;
}

/** How long they shall talk, milliseconds, and at least so many requests. */
export interface Talk {
  readonly ms: number;
  readonly requests: number;
}

export interface Talked {
  readonly requests: number;
  readonly requestsPerSecond: number;
  /** Milliseconds within which 99 of 100 replies were there. */
  readonly p99: number;
}

const { account, ...gathering } = JSON.parse(process.argv[2] ?? '{}') as Gathering;

// They are as many and as short-lived as the sessions of the server.
keepSessionsYoung();
const crowd = await createCrowd({
  ...gathering,
  account: (devId) => account ?? { user: devId, password: `secret of ${devId}` },
});
process.once('disconnect', () => process.exit());
process.on('message', ({ ms, requests }: Talk) => {
  void crowd.drive(ms, requests).then(({ requestsPerSecond, latencies }) => {
    const sorted = Float64Array.from(latencies).toSorted();
    const p99 = sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN;
    process.send?.({ requests: sorted.length, requestsPerSecond, p99 } satisfies Talked);
  });
});
process.send?.('here');
