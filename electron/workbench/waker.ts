/** Wakes a handset that has told where it takes notifications: package 0, proven with the nonce it gave last. */
import { randomBytes } from 'node:crypto';
import { encodeNotification, RESYNC_NONCES } from '../../shared/dm/notification.ts';
import type { Result } from '../../shared/result.ts';
import { decodeNonce } from '../../shared/syncml/auth.ts';
import type { WakeAddress } from '../links/link.ts';
import type { Account } from '../server/account.ts';
import type { HandsetRecord } from '../storage/handsets.ts';
import type { TraceRecorder } from './trace-recorder.ts';

export interface WakerPorts {
  record(devId: string): HandsetRecord | undefined;
  account(devId: string): Account;
  send(to: WakeAddress, notification: Uint8Array): Promise<Result<void>>;
  readonly recorder: TraceRecorder;
  readonly now: () => number;
}

/** Makes the function that wakes a handset; it answers whether a notification was sent. */
export function createWaker(ports: WakerPorts): (devId: string) => Promise<boolean> {
  return async (devId) => {
    const record = ports.record(devId);
    if (record?.notifyPort === undefined || record.address === undefined) return false;
    const account = ports.account(devId);
    const nonce = account.serverNonce === undefined ? undefined : decodeNonce(account.serverNonce);
    const notification = encodeNotification({
      sessionId: 1 + (randomBytes(2).readUInt16BE() % 0xff_ff),
      uiMode: 'background',
      initiator: 'server',
      serverId: account.serverId,
      serverPassword: account.serverPassword,
      // A handset that has given no nonce yet takes the one for resynchronisation (facts 2.11).
      nonce: nonce?.ok === true ? nonce.value : RESYNC_NONCES['zero-octets'],
    });
    if (!notification.ok) return false;
    const to = { host: record.address, port: record.notifyPort };
    const sent = await ports.send(to, notification.value);
    if (sent.ok) {
      const summary = `Notification to ${to.host}:${to.port}`;
      ports.recorder.note({
        at: ports.now(),
        devId,
        kind: 'notification',
        direction: 'out',
        bytes: notification.value.length,
        summary,
      });
    }
    return sent.ok;
  };
}
